import { describe, expect, it } from 'vitest';
import { smooth } from '../../../src/renderer/charts/smooth.ts';

describe('smoothing', () => {
  it('is the series itself with factor 0, and a constant stays constant from the first value on', () => {
    expect([...smooth([3, 1, 2], 0)]).toEqual([3, 1, 2]);
    for (const value of smooth([-0.5, -0.5, -0.5], 0.9)) expect(value).toBeCloseTo(-0.5, 12);
  });

  it('is the mean weighted by powers of the factor, divided by the sum of the weights', () => {
    const [a, b, c] = smooth([1, 2, 4], 0.5);
    expect(a).toBeCloseTo(1, 12);
    expect(b).toBeCloseTo((0.5 * 1 + 2) / 1.5, 12);
    expect(c).toBeCloseTo((0.25 * 1 + 0.5 * 2 + 4) / 1.75, 12);
  });

  it('leaves what is not finite where it is and goes on after it', () => {
    const smoothed = smooth([1, Number.NaN, Number.POSITIVE_INFINITY, 2], 0.5);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBe(Number.POSITIVE_INFINITY);
    expect(smoothed[3]).toBeCloseTo((0.5 + 2) / 1.5, 12);
  });
});
