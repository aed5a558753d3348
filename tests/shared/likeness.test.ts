import { describe, expect, it } from 'vitest';
import { likeness } from '../../src/shared/likeness.ts';

describe('how alike two maps are', () => {
  // scipy.stats.spearmanr([1, 2, 2, 5, 0], [2, 3, 1, 1, 0]) = 0.28947368421052633; cosine by hand: 15/√(34·15).
  it('is a rank correlation in which ties share their mean rank, and a cosine', () => {
    const { spearman, cosine } = likeness([1, 2, 2, 5, 0], [2, 3, 1, 1, 0]);
    expect(spearman).toBeCloseTo(0.28947368421052633, 12);
    expect(cosine).toBeCloseTo(15 / Math.sqrt(34 * 15), 12);
  });

  it('is 1 for the same map and −1 in rank for the reverse', () => {
    expect(likeness([0.1, 0.2, 0.7], [0.1, 0.2, 0.7])).toEqual({
      spearman: expect.closeTo(1, 12) as number,
      cosine: expect.closeTo(1, 12) as number,
    });
    expect(likeness([1, 2, 3], [3, 2, 1]).spearman).toBeCloseTo(-1, 12);
  });

  it('is no number where a map says nothing', () => {
    expect(likeness([1, 1], [1, 2]).spearman).toBeNaN();
    expect(likeness([0, 0], [1, 2]).cosine).toBeNaN();
  });
});
