import { describe, expect, it } from 'vitest';
import { tellingCell } from '../../../src/renderer/charts/tellingCell.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([0, 0, 1, 1, 1], { heads: 2 });
const withCell = (head: number, key: number, query: number, value: number, from = bundle) => {
  const values = from.values.slice();
  values[(head * 5 + key) * 5 + query] = value;
  return { ...from, values };
};

describe('the telling cell', () => {
  it('is the strongest of two documents of one class, in whichever head', () => {
    expect(tellingCell(withCell(1, 4, 2, 0.9), 0)).toEqual({ head: 1, key: 4, query: 2 });
  });

  it('is never the diagonal, and never of two classes', () => {
    const strong = withCell(0, 3, 3, 0.99, withCell(0, 0, 4, 0.98, withCell(1, 0, 1, 0.6)));
    expect(tellingCell(strong, 0)).toEqual({ head: 1, key: 0, query: 1 });
  });

  it('is the strongest of two tokens where there are no classes, by size', () => {
    const plain = { ...bundle, keyTokens: bundle.keyTokens.map((token) => ({ ...token, group: -1 })) };
    expect(tellingCell(withCell(0, 0, 4, -0.98, plain), 0)).toEqual({ head: 0, key: 0, query: 4 });
  });

  it('is the first cell where nothing ties anything', () => {
    expect(tellingCell({ ...bundle, values: new Float32Array(50) }, 0)).toEqual({
      head: 0,
      key: 0,
      query: 0,
    });
  });
});
