import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stratifiedSplit } from '../../../src/lab/dataset/split.ts';

describe('the stratified split', () => {
  it('walks numpy’s permutation and gives the first of each class to test', () => {
    // numpy.random.RandomState(42).permutation(8) is 1 5 0 7 2 4 3 6.
    const { train, test } = stratifiedSplit(Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), 2, 0.25, 42);
    expect([...test]).toEqual([1, 5]);
    expect([...train]).toEqual([0, 7, 2, 4, 3, 6]);
  });

  it('gives every document to one split and every class its share', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 200 });
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(labels, share, fc.integer({ min: 0, max: 0xffff_ffff }), (list, testShare, seed) => {
        const all = Int32Array.from(list);
        const { train, test } = stratifiedSplit(all, 5, testShare, seed);
        expect([...train, ...test].sort((a, b) => a - b)).toEqual([...all.keys()]);
        for (let label = 0; label < 5; label += 1) {
          const total = list.filter((other) => other === label).length;
          const tested = test.filter((i) => all[i] === label).length;
          if (total < 2) expect(tested).toBe(0);
          else expect(tested).toBe(Math.min(total - 1, Math.max(1, Math.round(total * testShare))));
        }
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('only moves documents from train to test as the share grows', () => {
    const labels = Int32Array.from({ length: 100 }, (_, i) => i % 3);
    const small = stratifiedSplit(labels, 3, 0.2, 7);
    const large = stratifiedSplit(labels, 3, 0.4, 7);
    expect([...large.test]).toEqual(expect.arrayContaining([...small.test]));
  });
});
