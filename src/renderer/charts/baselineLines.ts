import { measureTitle, type BaselineValues, type MeasureSpec } from '../../shared/metrics.ts';
import type { LossBaseline } from './lossChart.ts';

/** Measures as the chart of losses takes them; `name` says them in the language of the window. */
export function baselineLines(
  baselines: readonly BaselineValues[],
  name: (spec: MeasureSpec) => string = measureTitle,
): readonly LossBaseline[] {
  return baselines.map(({ spec, metrics }) => ({ title: name(spec), loss: metrics.loss }));
}
