import { flattenConfig, sameValue } from './configPaths.ts';
import type { Experiment } from './experiment.ts';

/**
 * Where a run that was forked from another begins: with the weights after `step` of its updates; 0 is its own
 * beginning, so that weights are drawn from the seed anew.
 */
export interface ForkPoint<Id> {
  readonly runId: Id;
  readonly step: number;
}

/** What decides how large the weights are and which word each of their columns belongs to. */
const shapes = /^(?:dataset\.|features\.|model\.heads$|model\.headDim$)/;
/** Of those, what changes neither documents nor vocabulary. */
const free: ReadonlySet<string> = new Set(['features.standardise']);

/** Settings in which an experiment differs from its parent so that it cannot begin with the parent's weights. */
export function forkObstacles(parent: Experiment, experiment: Experiment): readonly string[] {
  const [before, after] = [flattenConfig(parent), flattenConfig(experiment)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => shapes.test(path) && !free.has(path) && !sameValue(before.get(path), after.get(path)),
  );
}
