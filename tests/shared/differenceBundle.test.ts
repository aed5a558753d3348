import { describe, expect, it } from 'vitest';
import { meanOverHeads } from '../../src/shared/attention.ts';
import { differenceBundle } from '../../src/shared/differenceBundle.ts';
import { sampleBundle } from '../helpers/sampleBundle.ts';

const classes = [0, 0, 1, 1, 2];
const two = sampleBundle(classes, { heads: 2 });
const one = sampleBundle(classes, { heads: 1 });

describe('a difference of two bundles', () => {
  it('is of every head where both have as many', () => {
    const other = { ...two, values: two.values.map((value) => value / 2) };
    const less = differenceBundle(two, other)!;
    expect(less.heads).toBe(2);
    less.values.forEach((value, i) => expect(value).toBeCloseTo(two.values[i]! / 2, 6));
    expect(less.meta).toMatchObject({
      range: 'signed',
      normalisedOver: 'none',
      origin: { kind: 'difference' },
    });
  });

  it('is of the means over heads where they have not', () => {
    const less = differenceBundle(two, one)!;
    expect(less.heads).toBe(1);
    const mean = meanOverHeads(two, 0);
    less.values.forEach((value, i) => expect(value).toBeCloseTo(mean[i]! - one.values[i]!, 6));
  });

  it('is zero everywhere of a bundle with itself, and sums to zero in every column of any two', () => {
    expect(differenceBundle(two, two)!.values.every((value) => value === 0)).toBe(true);
    const less = differenceBundle(two, one)!;
    for (let query = 0; query < 5; query += 1) {
      let sum = 0;
      for (let key = 0; key < 5; key += 1) sum += less.values[key * 5 + query]!;
      expect(sum).toBeCloseTo(0, 6);
    }
  });

  it('is of one head, or of the means, if asked', () => {
    expect(differenceBundle(two, one, 0)!.values.every((value) => value === 0)).toBe(true);
    expect(differenceBundle(two, two, null)!.heads).toBe(1);
  });

  it('is null of other documents, or of others in their places', () => {
    expect(differenceBundle(two, sampleBundle([0, 0, 1, 1], { heads: 2 }))).toBeNull();
    expect(differenceBundle(two, sampleBundle([0, 0, 1, 2, 2], { heads: 2 }))).toBeNull();
  });
});
