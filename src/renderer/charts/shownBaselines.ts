import type { BaselineValues } from '../../shared/metrics.ts';
import type { LossBaseline } from './lossChart.ts';

/**
 * The measures drawn beside runs: uniform attention, which every run should beat, and the best untrained measure,
 * which a run has to beat to be worth its training. A table lists them all.
 */
export function shownBaselines(baselines: readonly BaselineValues[]): readonly LossBaseline[] {
  const uniform = baselines.find(({ spec }) => spec.kind === 'uniform');
  const [best] = baselines
    .filter(({ spec }) => spec.kind !== 'uniform')
    .toSorted((a, b) => a.metrics.loss - b.metrics.loss);
  return [uniform, best].flatMap((baseline) =>
    baseline === undefined ? [] : [{ title: baseline.title, loss: baseline.metrics.loss }],
  );
}
