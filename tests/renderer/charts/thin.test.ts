import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thin } from '../../../src/renderer/charts/thin.ts';

const line = (...points: readonly (readonly [number, number])[]): Float64Array =>
  Float64Array.from(points.flat());

/** From a point to the nearest of a segment. */
function distance(at: readonly number[], from: readonly number[], to: readonly number[]): number {
  const [dx, dy] = [to[0]! - from[0]!, to[1]! - from[1]!];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((at[0]! - from[0]!) * dx + (at[1]! - from[1]!) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(at[0]! - from[0]! - share * dx, at[1]! - from[1]! - share * dy);
}

describe('a thinned line', () => {
  it('keeps the ends of a straight line and nothing between', () => {
    const straight = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? i / 4 : i / 8));
    expect(thin(straight, 0.25)).toEqual([0, 999]);
  });

  it('keeps a peak and a turn back', () => {
    expect(thin(line([0, 0], [1, 0], [2, 9], [3, 0], [4, 0]), 0.25)).toEqual([0, 1, 2, 3, 4]);
    expect(thin(line([0, 0], [0, 9], [0, 4], [0, 9.1]), 0.25)).toEqual([0, 1, 2, 3]);
  });

  it('is as it was when it has fewer than three points', () => {
    expect(thin(line(), 1)).toEqual([]);
    expect(thin(line([3, 3]), 1)).toEqual([0]);
    expect(thin(line([3, 3], [3, 3]), 1)).toEqual([0, 1]);
  });

  it('passes every point it leaves out within the tolerance, ends included, whatever the line', () => {
    const step = fc.tuple(
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 120 }), (steps) => {
        let [x, y] = [0, 0];
        const points = steps.map(([dx, dy]) => [(x += dx), (y += dy)] as const);
        const kept = thin(line(...points), 0.5);
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(points.length - 1);
        for (let part = 1; part < kept.length; part += 1) {
          const [from, to] = [kept[part - 1]!, kept[part]!];
          expect(to).toBeGreaterThan(from);
          for (let i = from; i <= to; i += 1) {
            expect(distance(points[i]!, points[from]!, points[to]!)).toBeLessThanOrEqual(0.5 + 1e-9);
          }
        }
      }),
    );
  });
});
