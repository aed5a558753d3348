import { describe, expect, it } from 'vitest';
import { asRunId } from '../../src/shared/ids.ts';
import {
  mostSideItems,
  readSideCode,
  readSideItems,
  sideCode,
  type SideItem,
} from '../../src/shared/sideItem.ts';

const [one, two] = [asRunId('k3f9abcd'), asRunId('k3f9abce')];
const items: readonly SideItem[] = [
  { kind: 'one', source: { kind: 'run', runId: one, sequence: 2, step: null } },
  { kind: 'one', source: { kind: 'file', importId: '0f'.repeat(32), example: 1, layer: 2, head: 0 } },
  { kind: 'seeds', spread: 'mean', runIds: [one, two] },
  { kind: 'seeds', spread: 'deviation', runIds: [one, two] },
];

describe('what stands side by side', () => {
  it('reads back what it wrote, of every kind and as a list', () => {
    for (const item of items) expect(readSideCode(sideCode(item))).toEqual(item);
    expect(readSideItems(items.map(sideCode).join(','))).toEqual(items);
  });

  it('is nothing where it cannot be read', () => {
    for (const code of ['', 'mean', `mean.${one}`, 'median.a.b', `mean.${one}.NO`, 'run.x']) {
      expect(readSideCode(code), code).toBeNull();
    }
  });

  it('has each once, and no more than can be told apart', () => {
    const codes = Array.from({ length: 20 }, (_, step) => `run.${one}.0.${step}`);
    expect(readSideItems([...codes, ...codes].join(','))).toHaveLength(mostSideItems);
    expect(readSideItems(`${codes[0]},${codes[0]}`)).toHaveLength(1);
  });
});
