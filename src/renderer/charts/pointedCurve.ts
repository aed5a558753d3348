import { axisShare } from './axisShare.ts';
import type { LossChart, LossChartOptions, LossChartRun } from './lossChart.ts';
import { runCurves } from './lossCurves.ts';

/** One line of a chart again, to stand out over the others. */
export interface PointedCurve {
  /** In the chart's pixels; straight over steps without a value. */
  readonly path: string;
  readonly colour: string;
  readonly dash: readonly number[];
  /** Where the line ends. */
  readonly end: { readonly x: number; readonly y: number; readonly loss: number };
}

/** Where a run's averaged line lies in a chart that is drawn, whether it is drawn there or not. Null: it has no line there. */
export function pointedCurve(
  run: LossChartRun,
  options: LossChartOptions,
  { plot, span, vertical }: Pick<LossChart, 'plot' | 'span' | 'vertical'>,
): PointedCurve | null {
  const range = { from: span.low, to: span.high, log: span.log };
  const { smoothed, colour, dash, end } = runCurves(
    run,
    { ...options, raw: false },
    range,
    Math.round(plot.width),
  );
  const toX = (x: number): number => plot.x + axisShare(span, x) * plot.width;
  const toY = (y: number): number => plot.y + (1 - axisShare(vertical, y)) * plot.height;
  const places: string[] = [];
  smoothed.xs.forEach((x, i) => {
    const y = smoothed.ys[i]!;
    if (Number.isFinite(y)) places.push(`${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`);
  });
  if (places.length === 0 || end === null) return null;
  const x = Math.min(plot.x + plot.width, Math.max(plot.x, toX(end.x)));
  return { path: `M${places.join('L')}`, colour, dash, end: { x, y: toY(end.y), loss: end.loss } };
}
