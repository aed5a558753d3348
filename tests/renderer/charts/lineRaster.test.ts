import { describe, expect, it } from 'vitest';
import type { HeadLines, LineField, LineStyle } from '../../../src/renderer/charts/lineField.ts';
import { LinePainter, type PixelBox } from '../../../src/renderer/charts/lineRaster.ts';

const opacities = Float64Array.from({ length: 21 }, (_, step) => step / 20);
const red: LineStyle = { stroke: '#ff0000', dash: [] };
const blue: LineStyle = { stroke: '#0000ff', dash: [] };
const head = (steps: readonly number[], positive = red, negative = blue): HeadLines => ({
  positive,
  negative,
  steps: Int8Array.from(steps),
});
const field = (given: Partial<LineField>): LineField => ({
  start: 2,
  end: 42,
  queryRows: Float64Array.of(10.5, 20.5),
  keyRows: Float64Array.of(10.5, 20.5),
  strokeWidth: 1,
  heads: [],
  opacities,
  ...given,
});
const box: PixelBox = { x: 0, y: 0, width: 44, height: 32, ratio: 1 };
const painter = new LinePainter();
const pixel = (pixels: Uint8ClampedArray, x: number, y: number, { width } = box): number[] => [
  ...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];
const opacityOf = (pixels: Uint8ClampedArray, x: number, y: number): number => pixel(pixels, x, y)[3]! / 255;

/**
 * The same by the definition: how much of each pixel a line covers, from 16 × 16 points in it, laid over each other
 * line by line and head by head.
 */
function byPoints(lines: LineField, at: PixelBox): number[] {
  const { heads, start, end, queryRows, keyRows, strokeWidth } = lines;
  const { ratio } = at;
  const painted = new Array<number>(at.width * at.height * 4).fill(0);
  const lay = (from: number, to: number, opacity: number, colour: string): void => {
    const channels = [1, 3, 5].map((first) => Number.parseInt(colour.slice(first, first + 2), 16) / 255);
    const [dx, dy] = [(end - start) * ratio, (to - from) * ratio];
    const length = Math.hypot(dx, dy);
    for (let y = 0; y < at.height; y += 1) {
      for (let x = 0; x < at.width; x += 1) {
        let inside = 0;
        for (let point = 0; point < 256; point += 1) {
          const px = x + at.x + ((point & 15) + 0.5) / 16 - start * ratio;
          const py = y + at.y + ((point >> 4) + 0.5) / 16 - from * ratio;
          const along = (px * dx + py * dy) / length;
          const beside = Math.abs(px * dy - py * dx) / length;
          if (along >= 0 && along <= length && beside <= (strokeWidth * ratio) / 2) inside += 1;
        }
        const hidden = (inside / 256) * opacity;
        [...channels, 1].forEach((channel, i) => {
          const index = (y * at.width + x) * 4 + i;
          painted[index] = painted[index]! * (1 - hidden) + channel * hidden;
        });
      }
    }
  };
  for (const { steps, positive, negative } of heads) {
    for (const sign of [-1, 1] as const) {
      queryRows.forEach((from, query) =>
        keyRows.forEach((to, key) => {
          const step = sign * steps[query * keyRows.length + key]!;
          if (step > 0) lay(from, to, lines.opacities[step]!, (sign < 0 ? negative : positive).stroke);
        }),
      );
    }
  }
  return painted;
}

/**
 * How far opacity and premultiplied colours are from the definition: in the mean, and the share of values that are far
 * off: a line begins and ends on a whole row or column.
 */
function differences(pixels: Uint8ClampedArray, expected: readonly number[]): { mean: number; far: number } {
  const errors = expected.map((value, i) => {
    const opacity = pixels[i - (i % 4) + 3]! / 255;
    return Math.abs((i % 4 === 3 ? opacity : (pixels[i]! / 255) * opacity) - value);
  });
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    far: errors.filter((error) => error > 0.15).length / errors.length,
  };
}

describe('painting lines into pixels', () => {
  it('fills the row of a level line, from its start to its end and no further', () => {
    const pixels = painter.paint(field({ heads: [head([20, 0, 0, 0])] }), box);
    expect(pixel(pixels, 2, 10)).toEqual([255, 0, 0, 255]);
    expect(pixel(pixels, 41, 10)).toEqual([255, 0, 0, 255]);
    for (const [x, y] of [
      [1, 10],
      [42, 10],
      [20, 9],
      [20, 11],
    ] as const) {
      expect(pixel(pixels, x, y)).toEqual([0, 0, 0, 0]);
    }
  });

  it('lets lines of one head darken each other where they cross', () => {
    const pixels = painter.paint(field({ heads: [head([0, 10, 10, 0])] }), box);
    const sum = (x: number): number =>
      Array.from({ length: box.height }, (_, y) => opacityOf(pixels, x, y)).reduce((a, b) => a + b);
    // Halfway both lie over each other: half hidden, and half of what still shows.
    expect(Math.max(...[15, 16].map((y) => opacityOf(pixels, 21, y)))).toBeGreaterThan(0.65);
    expect(sum(21)).toBeLessThan(sum(8));
  });

  it('lays later heads over earlier ones', () => {
    const pixels = painter.paint(field({ heads: [head([20, 0, 0, 0]), head([10, 0, 0, 0], blue)] }), box);
    expect(pixel(pixels, 20, 10)).toEqual([128, 0, 128, 255]);
  });

  it('gives negative weights their own colour', () => {
    const pixels = painter.paint(field({ heads: [head([-20, 0, 0, 20])] }), box);
    expect(pixel(pixels, 20, 10)).toEqual([0, 0, 255, 255]);
    expect(pixel(pixels, 20, 20)).toEqual([255, 0, 0, 255]);
  });

  it('adds up lines each too faint for a level of a canvas', () => {
    const rows = Float64Array.from({ length: 40 }, () => 16.5);
    const faint = opacities.map((own) => (own === 0 ? 0 : 0.0005));
    const thick = field({
      queryRows: rows,
      keyRows: rows,
      opacities: faint,
      heads: [head(new Array<number>(1600).fill(1))],
    });
    expect(opacityOf(painter.paint(thick, box), 20, 16)).toBeCloseTo(1 - (1 - 0.0005) ** 1600, 2);
  });

  it.each([
    ['gentle lines', { end: 42 }, 1],
    ['steep lines', { end: 9 }, 1],
    ['thick lines on a dense screen', { strokeWidth: 1.6 }, 2],
  ] as const)('differs little from the definition: %s', (_, given, ratio) => {
    const steps = Array.from({ length: 3 }, (_unused, h) =>
      Array.from({ length: 16 }, (_one, i) => ((i * 7 + h * 5) % 3 === 0 ? 0 : ((i * 5 + h) % 12) - 2)),
    );
    const rows = Float64Array.of(3.5, 11.5, 19.5, 27.5);
    const lines = field({
      queryRows: rows,
      keyRows: rows,
      heads: [head(steps[0]!), head(steps[1]!, blue, red), head(steps[2]!, { stroke: '#00a040', dash: [] })],
      ...given,
    });
    const large = { ...box, width: 44 * ratio, height: 32 * ratio, ratio };
    const { mean, far } = differences(painter.paint(lines, large), byPoints(lines, large));
    expect(mean).toBeLessThan(0.006);
    expect(far).toBeLessThan(0.01);
  });

  it('draws faint lines pair by pair as it would head by head', () => {
    const rows = Float64Array.of(3.5, 11.5, 19.5, 27.5);
    const steps = Array.from({ length: 6 }, (_, h) =>
      Array.from({ length: 16 }, (_one, i) => ((i * 7 + h * 5) % 4 === 0 ? 0 : 1)),
    );
    const faint = field({
      queryRows: rows,
      keyRows: rows,
      opacities: opacities.map((own) => (own === 0 ? 0 : 0.035)),
      heads: steps.map((own, h) => head(own, h % 2 === 0 ? red : blue)),
    });
    const expected = byPoints(faint, box);
    const { mean, far } = differences(painter.paint(faint, box), expected);
    expect(Math.max(...expected)).toBeGreaterThan(0.15);
    expect(mean).toBeLessThan(0.003);
    expect(far).toBe(0);
  });

  it('draws the lines of one token as those of many', () => {
    const heads = [head([8, 5, 0, 12]), head([6, -9, 0, 3], blue, red), head([0, 4, 9, 0])];
    const keyRows = Float64Array.of(4.5, 14.5, 22.5, 30.5);
    const fan = field({ queryRows: Float64Array.of(12.5), keyRows, strokeWidth: 1.6, heads });
    const large = { ...box, width: 88, height: 64, ratio: 2 };
    const { mean, far } = differences(painter.paint(fan, large), byPoints(fan, large));
    expect(mean).toBeLessThan(0.006);
    expect(far).toBeLessThan(0.01);
  });

  it('leaves gaps in dashed lines, measured along the line', () => {
    const dashed = { stroke: '#ff0000', dash: [4, 2] };
    for (const steps of [
      [20, 0, 0, 0],
      [20, 0, 0, 20],
    ]) {
      const pixels = painter.paint(field({ heads: [head(steps, dashed)] }), box);
      const drawn = Array.from({ length: 12 }, (_, i) => opacityOf(pixels, 2 + i, 10));
      expect(drawn).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0]);
    }
    const steep = field({
      end: 5,
      keyRows: Float64Array.of(10.5, 30.5),
      heads: [head([0, 20, 0, 0], dashed)],
    });
    const pixels = painter.paint(steep, box);
    const rows = Array.from({ length: 20 }, (_, y) =>
      [1, 2, 3, 4, 5, 6].reduce((sum, x) => sum + opacityOf(pixels, x, 10 + y), 0),
    );
    expect(rows.filter((ink) => ink === 0).length).toBeGreaterThanOrEqual(5);
    expect(rows.slice(1, 4).every((ink) => ink > 0.5)).toBe(true);
  });

  it('paints bands that fit together without a seam, whatever was painted before', () => {
    const rows = Float64Array.of(1.5, 9.5, 17.5, 25.5, 31.5);
    const lines = field({
      queryRows: rows,
      keyRows: rows,
      heads: [head(Array.from({ length: 25 }, (_, i) => (i * 7) % 15))],
    });
    const whole = painter.paint(lines, box);
    const bands = [0, 10, 20, 30].map((y) =>
      painter.paint(lines, { ...box, y, height: Math.min(10, box.height - y) }),
    );
    const joined = bands.flatMap((band) => [...band]);
    expect(joined).toHaveLength(whole.length);
    expect(Math.max(...joined.map((value, i) => Math.abs(value - whole[i]!)))).toBeLessThanOrEqual(1);
  });

  it('draws nothing where there is no room between the columns', () => {
    const pixels = painter.paint(field({ start: 30, end: 20, heads: [head([20, 20, 20, 20])] }), box);
    expect(pixels.every((value) => value === 0)).toBe(true);
  });
});
