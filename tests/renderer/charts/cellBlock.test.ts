import { describe, expect, it } from 'vitest';
import {
  blockNumbers,
  blockPlaces,
  extendBlock,
  orderOfBlock,
  stepCell,
} from '../../../src/renderer/charts/cellBlock.ts';
import { mapCsv } from '../../../src/renderer/charts/mapCsv.ts';
import { mapOverlay } from '../../../src/renderer/charts/mapPlan.ts';
import { themes } from '../../../src/shared/colours.ts';
import { headValues } from '../../../src/shared/attention.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([1, 0, 1, 2, 0, 1, 3, 3]);
const values = headValues(bundle, 0, 0);
/** By class the rows are documents 1 4, 0 2 5, 3, 6 7. */
const order = orderTokens(bundle, 'class');
const block = { from: { key: 2, query: 5 }, to: { key: 4, query: 0 } };

describe('a block of cells', () => {
  it('is what lies between two corners on screen, whichever they are', () => {
    expect(Array.from(order.keys)).toEqual([1, 4, 0, 2, 5, 3, 6, 7]);
    expect(blockPlaces(block, order)).toEqual({ top: 1, bottom: 3, left: 2, right: 4 });
    expect(blockPlaces({ from: block.to, to: block.from }, order)).toEqual(blockPlaces(block, order));
    const inside = orderOfBlock(block, order);
    expect([Array.from(inside.keys), Array.from(inside.queries)]).toEqual([
      [4, 0, 2],
      [0, 2, 5],
    ]);
  });

  it('is written as CSV in the order on screen, with the exact values', () => {
    const [head, ...lines] = mapCsv(bundle, values, orderOfBlock(block, order)).trim().split('\n');
    const name = (index: number): string => bundle.keyTokens[index]!.label;
    expect(head).toBe(['key', ...[0, 2, 5].map(name)].join(','));
    expect(lines.map((line) => line.split(',')[0])).toEqual([4, 0, 2].map(name));
    expect(Math.fround(Number(lines[1]!.split(',')[2]))).toBe(values[0 * 8 + 2]);
  });

  it('comes to its sum, mean and ends', () => {
    const cells = [4, 0, 2].flatMap((key) => [0, 2, 5].map((query) => values[key * 8 + query]!));
    const sum = cells.reduce((total, value) => total + value, 0);
    expect(blockNumbers(bundle, values, orderOfBlock(block, order))).toEqual({
      keys: 3,
      queries: 3,
      sum,
      mean: sum / 9,
      least: Math.min(...cells),
      most: Math.max(...cells),
    });
  });

  it('grows by whole rows and columns and ends at the edges', () => {
    const grown = extendBlock(block, order, { rows: -1, columns: -5 });
    expect(grown).toEqual({ from: block.from, to: { key: 1, query: 1 } });
    expect(extendBlock(grown, order, { rows: Infinity, columns: 0 }).to).toEqual({ key: 7, query: 1 });
    expect(stepCell({ key: 7, query: 6 }, order, { rows: 1, columns: 1 })).toEqual({ key: 7, query: 7 });
  });

  it('is framed on the map where its cells lie', () => {
    const options = {
      theme: 'light',
      width: 300,
      height: 260,
      order,
      scale: { kind: 'sqrt', max: 0.5, signed: false, locked: true },
      target: false,
      cosines: null,
      sums: null,
      words: { keys: 'keys', queries: 'queries', cosine: 'cosine', sum: 'sum' },
    } as const;
    const [above] = mapOverlay(bundle, options, { cell: 12, left: 0, top: 0 }, null, null, block);
    if (above?.kind !== 'group') throw new Error('no group');
    const frame = above.marks.find((mark) => mark.kind === 'rect' && mark.stroke === themes.light.accent);
    expect(frame).toMatchObject({ width: 36, height: 36 });
    const whole = mapOverlay(bundle, options, { cell: 12, left: 0, top: 0 }, null, { key: 1, query: 1 })[0];
    if (whole?.kind !== 'group') throw new Error('no group');
    // The first cell's frame is the map's corner, half a pixel out.
    const corner = whole.marks.find((mark) => mark.kind === 'rect');
    expect(frame).toMatchObject({
      x: Math.ceil((corner as { x: number }).x) + 24,
      y: Math.ceil((corner as { y: number }).y) + 12,
    });
  });
});
