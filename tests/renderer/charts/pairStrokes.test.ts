import { describe, expect, it } from 'vitest';
import type { HeadLines, LineField } from '../../../src/renderer/charts/lineField.ts';
import { warmUp } from '../../../src/renderer/charts/lineWarmth.ts';
import { LinePainter } from '../../../src/renderer/charts/lineRaster.ts';
import { pairStrokes } from '../../../src/renderer/charts/pairStrokes.ts';

const head = (stroke: string, dash: readonly number[], steps: readonly number[]): HeadLines => ({
  positive: { stroke, dash },
  negative: { stroke: '#000000', dash: [1, 1] },
  steps: Int8Array.from(steps),
});

/** Two queries, two keys; a step is a half of the ink. */
const field = (heads: readonly HeadLines[]): LineField => ({
  start: 0,
  end: 10,
  queryRows: Float64Array.of(1, 2),
  keyRows: Float64Array.of(1, 2),
  strokeWidth: 1,
  heads,
  opacities: Float64Array.of(0, 0.5),
});

describe('the lines of pairs of tokens', () => {
  it('are one a pair, later heads over earlier ones, and none where there is no weight', () => {
    const both = field([head('#ff0000', [], [1, 0, 0, 1]), head('#00ff00', [], [0, 0, 1, 1])]);
    const { count, query, key, ink, dashes } = pairStrokes(both, 1);
    expect(count).toBe(3);
    expect([...query.subarray(0, count)]).toEqual([0, 1, 1]);
    expect([...key.subarray(0, count)]).toEqual([0, 0, 1]);
    expect([...ink.subarray(0, 4 * count)]).toEqual([
      ...[0.5, 0, 0, 0.5],
      ...[0, 0.5, 0, 0.5],
      ...[0.25, 0.5, 0, 0.75],
    ]);
    expect(dashes.slice(0, count)).toEqual([null, null, null]);
  });

  it('are lines of their own where heads have another dash or another sign', () => {
    const mixed = field([
      head('#ff0000', [], [1, 0, 0, 0]),
      head('#00ff00', [3, 2], [1, 0, 0, 0]),
      head('#0000ff', [], [-1, 0, 0, 0]),
    ]);
    const { count, ink, dashes } = pairStrokes(mixed, 2);
    expect(count).toBe(3);
    expect([...ink.subarray(0, 12)]).toEqual([0.5, 0, 0, 0.5, 0, 0.5, 0, 0.5, 0, 0, 0, 0.5]);
    expect(dashes.slice(0, 3).map((dash) => dash?.lengths ?? [])).toEqual([[], [6, 4], [2, 2]]);
  });

  it('are worked out once for all bands of a field', () => {
    const one = field([head('#ff0000', [], [1, 0, 0, 0])]);
    expect(pairStrokes(one, 1)).toBe(pairStrokes(one, 1));
    expect(pairStrokes(one, 2)).not.toBe(pairStrokes(one, 1));
  });
});

describe('a painter that is warmed up', () => {
  it('has painted faint lines, those of one token and all of them', () => {
    const inked: number[] = [];
    class Watched extends LinePainter {
      override paint(...asked: Parameters<LinePainter['paint']>): Uint8ClampedArray<ArrayBuffer> {
        const pixels = super.paint(...asked);
        inked.push(pixels.filter((value, i) => i % 4 === 3 && value > 0).length);
        return pixels;
      }
    }
    warmUp(new Watched());
    expect(inked.length % 3).toBe(0);
    expect(Math.min(...inked.slice(0, 3))).toBeGreaterThan(1000);
  });
});
