import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitScale,
  fitScores,
  formatNumber,
  formatTick,
  niceTicks,
  scaleKinds,
  scaleLow,
  scalePosition,
  scaleTicks,
} from '../../src/shared/scales.ts';
import type { ValueScale } from '../../src/shared/scales.ts';

const unit = (kind: ValueScale['kind'], max = 1): ValueScale => ({ kind, max, signed: false, locked: true });

describe('scale position', () => {
  it('is the share of the maximum, its root, or its place among four decades', () => {
    expect(scalePosition(unit('linear', 2), 0.5)).toBe(0.25);
    expect(scalePosition(unit('sqrt'), 0.25)).toBe(0.5);
    expect(scalePosition(unit('log'), 0.01)).toBeCloseTo(0.5, 12);
    expect(scalePosition(unit('log'), 1e-6)).toBe(0);
  });

  it.each(scaleKinds)('stays within 0 and 1, never falls, and is symmetric when signed: %s', (kind) => {
    const signed: ValueScale = { kind, max: 0.7, signed: true, locked: true };
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, step) => {
          const at = scalePosition(signed, value);
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(1);
          expect(scalePosition(signed, value + step)).toBeGreaterThanOrEqual(at - 1e-12);
          expect(scalePosition(signed, -value)).toBeCloseTo(1 - at, 12);
        },
      ),
    );
  });

  it('draws what is not a number, and what is below zero on an unsigned scale, as zero', () => {
    expect(scalePosition(unit('sqrt'), Number.NaN)).toBe(0);
    expect(scalePosition(unit('sqrt'), -0.2)).toBe(0);
    expect(scalePosition({ ...unit('sqrt'), signed: true }, Number.NaN)).toBe(0.5);
  });
});

describe('fitting a scale', () => {
  it('takes the largest magnitude of all panels, rounded up to one digit', () => {
    expect(fitScale([[0.1, 0.02], [0.73]], 'sqrt', { signed: false }).max).toBe(0.8);
    expect(fitScale([[-0.0312], [0.01]], 'linear', { signed: true }).max).toBe(0.04);
    expect(fitScale([[12]], 'linear', { signed: false }).max).toBe(20);
  });

  it('does not round a value up that float32 made a hair larger', () => {
    expect(fitScale([Float32Array.of(0.8)], 'sqrt', { signed: false }).max).toBe(0.8);
  });

  it('has a range even if all values are zero or not numbers', () => {
    expect(fitScale([[0, Number.NaN, Number.POSITIVE_INFINITY]], 'sqrt', { signed: false }).max).toBe(1);
  });
});

describe('ticks', () => {
  it('stand at values on a colour bar, denser where the square root spreads them', () => {
    expect(scaleTicks(unit('sqrt', 0.8), 0.1)).toEqual([0, 0.01, 0.05, 0.1, 0.2, 0.5, 0.8]);
    expect(scaleTicks(unit('linear'), 0.2)).toEqual([0, 0.2, 0.5, 1]);
    expect(scaleTicks({ ...unit('sqrt'), signed: true }, 0.12)).toEqual([-1, -0.5, -0.2, 0, 0.2, 0.5, 1]);
  });

  it.each(scaleKinds)('keep their distance for any maximum: %s', (kind) => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (max) => {
        const scale = unit(kind, max);
        const positions = scaleTicks(scale, 0.1).map((tick) => scalePosition(scale, tick));
        positions.forEach((position, i) => {
          if (i > 0) expect(position - positions[i - 1]!).toBeGreaterThan(0.0999);
        });
        expect(positions.length).toBeLessThan(12);
      }),
    );
  });

  it('are round numbers on an axis, both ends inside', () => {
    expect(niceTicks(-0.612, -0.08, 5)).toEqual([-0.6, -0.4, -0.2]);
    expect(niceTicks(-0.8, 0, 4)).toEqual([-0.8, -0.6, -0.4, -0.2, 0]);
    expect(niceTicks(0, 350, 5)).toEqual([0, 100, 200, 300]);
  });
});

describe('numbers as text', () => {
  it('use a true minus sign and give a rounded zero no sign', () => {
    expect(formatNumber(-0.37041, 4)).toBe('−0.3704');
    expect(formatNumber(-0.00001, 4)).toBe('0.0000');
    expect(formatTick(-0.2)).toBe('−0.2');
  });
});

describe('the scale of plain scores', () => {
  const kinds = [...scaleKinds];

  it('has signs where there are both, and begins at 0 where the least is near it', () => {
    expect(fitScores([-1, 0.5, 2], 'linear')).toMatchObject({ signed: true, max: 2 });
    expect(fitScores([0, 0.2, 0.8], 'sqrt')).toEqual(
      fitScale([[0.8]], 'sqrt', { signed: false, locked: false }),
    );
    expect(fitScores([0.1, 0.9], 'linear')).not.toHaveProperty('low');
    expect(fitScores([], 'linear')).toMatchObject({ max: 1, signed: false });
    expect(fitScores([-2, -2], 'linear')).toMatchObject({ signed: true, max: 2 });
  });

  it('of scores all below zero or far above it goes from their least to their largest, at round ends', () => {
    const below = fitScores([-1.413, -1.2, 0, Number.NaN, -Infinity], 'linear');
    expect(below).toEqual({ kind: 'linear', low: -1.5, max: 0, signed: false, locked: false });
    expect(scaleLow(below)).toBe(-1.5);
    const above = fitScores([0.3712, 0.4, 0.9998], 'linear');
    expect([above.low, above.max]).toEqual([0.35, 1]);
    expect(scalePosition(above, 0.35)).toBe(0);
    expect(scalePosition(above, 1)).toBe(1);
    expect(scalePosition(above, 2)).toBe(1);
    expect(scalePosition(above, 0.675)).toBeCloseTo(0.5, 12);
    expect(scalePosition({ ...above, kind: 'sqrt' }, 0.675)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(scalePosition(above, Number.NaN)).toBe(0);
  });

  it.each(kinds)('never falls, and its ticks stand apart from end to end: %s', (kind) => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: -1, noNaN: true }),
        fc.double({ min: 1e-3, max: 0.99, noNaN: true }),
        (least, share) => {
          const scale = fitScores([least, least * share], kind);
          const ticks = scaleTicks(scale, 0.2);
          const places = ticks.map((tick) => scalePosition(scale, tick));
          expect([places[0], places.at(-1)]).toEqual([0, 1]);
          places.slice(1).forEach((place, i) => expect(place - places[i]!).toBeGreaterThan(0.19));
          expect(scaleLow(scale)).toBeLessThanOrEqual(least + 1e-9);
          expect(scale.max).toBeGreaterThanOrEqual(least * share - 1e-9);
        },
      ),
    );
  });
});
