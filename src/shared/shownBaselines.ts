import type { BaselineValues } from './metrics.ts';

/**
 * The measures drawn beside runs, the best first: as chosen by their ids; else uniform attention, which every run
 * should beat, and the best untrained measure, which a run has to beat to be worth its training.
 */
export function shownBaselines(
  baselines: readonly BaselineValues[],
  chosen: readonly string[] | null = null,
): readonly BaselineValues[] {
  const sorted = baselines.toSorted((a, b) => a.metrics.loss - b.metrics.loss);
  if (chosen !== null) return sorted.filter(({ id }) => chosen.includes(id));
  const best = sorted.find(({ spec }) => spec.kind !== 'uniform');
  return sorted.filter(({ id, spec }) => spec.kind === 'uniform' || id === best?.id);
}
