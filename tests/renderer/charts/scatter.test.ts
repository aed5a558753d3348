import { describe, expect, it } from 'vitest';
import { planSvg } from '../../../src/main/figures/planSvg.ts';
import {
  mostPoints,
  scatter,
  scatterOverlay,
  scatterPointAt,
  type ScatterOptions,
} from '../../../src/renderer/charts/scatter.ts';

const options: ScatterOptions = {
  theme: 'light',
  width: 360,
  height: 260,
  words: {
    x: 'cosine',
    y: 'negative Euclidean',
    filled: 'same class',
    rings: 'other class',
    dense: 'darker where more lie',
    description: 'six pairs',
  },
};
const data = {
  x: [0, 0.1, 0.2, 0.35, 0.5, Number.NaN],
  y: [-1.4, -1.35, -1.3, -1.1, -1, -1.2],
  filled: [false, true, false, true, false, true],
};

describe('a scatter of two measures', () => {
  it('has the drawing that was looked at', async () => {
    await expect(planSvg(scatter(data, options), 'scatter')).toMatchFileSnapshot(
      './__snapshots__/scatter.svg',
    );
  });

  it('places points by their values, and leaves out what is no number', () => {
    const plan = scatter(data, options);
    const share = (value: number, low: number, high: number): number => (value - low) / (high - low);
    const room = 0.04;
    const [low, high] = [0 - 0.5 * room, 0.5 + 0.5 * room];
    expect(plan.placeX[3]).toBeCloseTo(plan.frame.x + share(0.35, low, high) * plan.frame.width, 9);
    expect(plan.placeY[4]).toBeLessThan(plan.placeY[0]!);
    expect(plan.placeX[5]).toBeNaN();
    const dots = plan.marks.filter((mark) => mark.kind === 'rect' && mark.radius !== undefined);
    expect(dots).toHaveLength(5 + 2); // five points, two in the legend
  });

  it('means the nearest point within reach', () => {
    const plan = scatter(data, options);
    expect(scatterPointAt(plan, plan.placeX[2]! + 3, plan.placeY[2]! - 2)).toBe(2);
    expect(
      scatterPointAt(plan, plan.frame.x + plan.frame.width, plan.frame.y + plan.frame.height),
    ).toBeNull();
    expect(scatterOverlay(plan, 'light', 2)).toHaveLength(2);
    expect(scatterOverlay(plan, 'light', 5)).toEqual([]);
  });

  it('fills squares instead of drawing points where there are too many', () => {
    const n = mostPoints + 1;
    const many = {
      x: Float64Array.from({ length: n }, (_, i) => i % 70),
      y: Float64Array.from({ length: n }, (_, i) => (i * 7) % 50),
      filled: new Array<boolean>(n).fill(false),
    };
    const plan = scatter(many, options);
    expect(plan.marks.filter((mark) => mark.kind === 'cells')).toHaveLength(1);
    expect(plan.marks.filter((mark) => mark.kind === 'rect' && mark.radius !== undefined)).toHaveLength(0);
    expect(plan.marks).toContainEqual(expect.objectContaining({ text: 'darker where more lie' }));
  });
});
