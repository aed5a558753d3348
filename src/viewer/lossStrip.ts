import { themes, type Theme } from '../shared/colours.ts';
import { formatNumber } from '../shared/scales.ts';
import { decimate } from '../renderer/charts/decimate.ts';
import type { Mark, Plan } from '../renderer/charts/plan.ts';

/** Where the strip has its steps: the room of the slider's thumb is left out on both sides. */
export const stripEdge = 8;
const height = 52;

export interface LossStrip {
  readonly theme: Theme;
  readonly width: number;
  /** Of steps 1, 2, … */
  readonly losses: Float32Array;
  /** Kept steps, ascending; a tick each. */
  readonly steps: readonly number[];
  /** The one that is shown. */
  readonly at: number;
}

/** Where a step stands on the strip, in px: steps at equal distances, as the slider below it has them. */
export function stripX({ width, steps }: Pick<LossStrip, 'width' | 'steps'>, step: number): number {
  const last = steps.length - 1;
  const after = steps.findIndex((kept) => kept >= step);
  const [low, high] = [steps[after - 1] ?? 0, steps[after] ?? 0];
  const place = after < 0 ? last : after === 0 ? 0 : after - 1 + (step - low) / (high - low);
  return stripEdge + (place / Math.max(1, last)) * (width - 2 * stripEdge);
}

/** Training losses above the slider, with a line where the shown step stands. */
export function lossStripPlan(strip: LossStrip, description: string): Plan {
  const { theme, width, losses, steps, at } = strip;
  const colours = themes[theme];
  const finite = losses.filter(Number.isFinite);
  const [low, high] = [minOf(finite), maxOf(finite)];
  const y = (loss: number): number => 6 + ((high - loss) / (high - low || 1)) * (height - 16);
  const [from, to] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  const xs = Float64Array.from(losses, (_, i) => i + 1);
  const curve = decimate(xs, losses, { from, to }, width);
  const line = new Float64Array(curve.xs.length * 2);
  curve.xs.forEach((step, i) => {
    line[2 * i] = stripX(strip, Math.min(to, Math.max(from, step)));
    line[2 * i + 1] = y(curve.ys[i] ?? 0);
  });
  const cursor = stripX(strip, at);
  const marks: Mark[] = [
    {
      kind: 'path',
      lines: steps.map((step) =>
        Float64Array.of(stripX(strip, step), height - 5, stripX(strip, step), height),
      ),
      stroke: colours.lineStrong,
      strokeWidth: 1,
      crisp: true,
    },
    { kind: 'path', lines: [line], stroke: colours.accent, strokeWidth: 1.4 },
    {
      kind: 'path',
      lines: [Float64Array.of(cursor, 0, cursor, height)],
      stroke: colours.ink,
      strokeWidth: 1,
      crisp: true,
    },
    label(formatNumber(high, 4), 11),
    label(formatNumber(low, 4), height - 8),
  ];
  return { width, height, background: colours.surface, marks, description };

  /** At the end the curve leaves free: losses fall. */
  function label(text: string, baseline: number): Mark {
    return {
      kind: 'text',
      x: baseline < height / 2 ? width - stripEdge : stripEdge,
      y: baseline,
      text,
      size: 10,
      fill: colours.ink3,
      family: 'num',
      anchor: baseline < height / 2 ? 'end' : 'start',
    };
  }
}

const minOf = (values: Float32Array): number => values.reduce((least, one) => Math.min(least, one), Infinity);
const maxOf = (values: Float32Array): number => values.reduce((most, one) => Math.max(most, one), -Infinity);
