import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from '../../../src/renderer/charts/decimate.ts';

const steps = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i + 1);

describe('decimation', () => {
  it('keeps every point while there are no more than pixels', () => {
    const curve = decimate(steps(5), [5, 3, 4, 1, 2], { from: 0, to: 5 }, 5);
    expect([...curve.ys]).toEqual([5, 3, 4, 1, 2]);
    expect(curve.complete).toBe(true);
  });

  it('keeps the lowest and the highest point of each pixel, in order', () => {
    const ys = Array.from({ length: 10_000 }, (_, i) => Math.sin(i * i));
    const curve = decimate(steps(10_000), ys, { from: 1, to: 10_000 }, 100);
    expect(curve.complete).toBe(false);
    expect(curve.xs.length).toBeLessThanOrEqual(400);
    expect(Math.min(...curve.ys)).toBe(Math.min(...ys));
    expect(Math.max(...curve.ys)).toBe(Math.max(...ys));
    expect([...curve.xs]).toEqual([...curve.xs].sort((a, b) => a - b));
  });

  it('draws a single peak among ten thousand points', () => {
    const ys = new Float64Array(10_000);
    ys[6543] = 1;
    const curve = decimate(steps(10_000), ys, { from: 1, to: 10_000 }, 50);
    expect(curve.xs[curve.ys.indexOf(1)]).toBe(6544);
  });

  it('leaves out what is not finite', () => {
    const curve = decimate(steps(4), [1, Number.NaN, Number.NEGATIVE_INFINITY, 2], { from: 1, to: 4 }, 10);
    expect([...curve.xs]).toEqual([1, 4]);
  });

  it('keeps one point beyond either end of a range, so that lines leave the plot', () => {
    const curve = decimate(steps(10), steps(10), { from: 4.5, to: 6.5 }, 100);
    expect([...curve.xs]).toEqual([4, 5, 6, 7]);
  });

  it('gives nothing for an empty series', () => {
    expect(decimate([], [], { from: 0, to: 1 }, 100).xs).toHaveLength(0);
  });

  it('never loses an extreme, whatever the series and the number of pixels', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (ys, pixels) => {
          const curve = decimate(steps(ys.length), ys, { from: 1, to: ys.length }, pixels);
          expect(Math.min(...curve.ys)).toBe(Math.min(...ys));
          expect(Math.max(...curve.ys)).toBe(Math.max(...ys));
          expect(curve.ys[0]).toBe(ys[0]);
          expect(curve.ys.at(-1)).toBe(ys.at(-1));
        },
      ),
    );
  });
});
