import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels } from '../../../src/renderer/charts/spreadLabels.ts';

describe('spreading labels', () => {
  it('leaves labels that do not touch where they belong', () => {
    expect(spreadLabels([10, 50, 90], 15, 0, 100)).toEqual([10, 50, 90]);
  });

  it('parts two that touch, each by the same amount', () => {
    expect(spreadLabels([50, 52], 14, 0, 100)).toEqual([44, 58]);
  });

  it('keeps labels inside, pushing the others before them', () => {
    expect(spreadLabels([98, 99], 10, 0, 100)).toEqual([85, 95]);
    expect(spreadLabels([0], 10, 0, 100)).toEqual([5]);
  });

  it('never lets two overlap and keeps their order while there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 20 }), (wanted) => {
        const places = spreadLabels(wanted, 15, 0, 300);
        const sorted = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
        sorted.forEach((index, rank) => {
          expect(places[index]!).toBeGreaterThanOrEqual(7.5 - 1e-6);
          expect(places[index]!).toBeLessThanOrEqual(292.5 + 1e-6);
          if (rank === 0) return;
          expect(places[index]! - places[sorted[rank - 1]!]!).toBeGreaterThanOrEqual(15 - 1e-6);
        });
      }),
    );
  });
});
