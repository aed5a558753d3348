import { isDeepStrictEqual } from 'node:util';
import type { Experiment } from '../../shared/experiment.ts';
import { openOrNearest, type Checkpoint } from '../checkpoint/open.ts';
import type { JobHooks } from './hooks.ts';
import type { RunPlan } from './plan.ts';

/**
 * Opens the checkpoint a run is to go on from, or the nearest good one, and says in the log what was passed
 * over. Throws `LabError('io')` if none will do.
 */
export async function openForResume(
  folder: string,
  experiment: Experiment,
  datasetHash: string,
  plan: RunPlan,
  hooks: JobHooks,
): Promise<Checkpoint> {
  const { passedOver, ...checkpoint } = await openOrNearest(folder, (found) =>
    lackOf(found, experiment, datasetHash, plan),
  );
  for (const reason of passedOver) await hooks.log('warn', `checkpoint passed over: ${reason}`);
  return checkpoint;
}

/** Why this run cannot go on from a checkpoint, or null. Learning rate, loss, epochs and the like may differ. */
function lackOf(
  { manifest, state }: Checkpoint,
  experiment: Experiment,
  datasetHash: string,
  { model, shape }: RunPlan,
): string | null {
  // After the last step there is nothing left to train, so weights alone will do.
  if (!manifest.resumable && state.step < shape.totalSteps) return 'it holds the weights alone';
  if (state.datasetHash !== datasetHash) return 'it was trained on other documents';
  if (!isDeepStrictEqual(state.experiment.features, experiment.features)) {
    return 'it was trained on other features';
  }
  const sizes = ['heads', 'headDim', 'features', 'sequenceLength'] as const;
  const other = sizes.find((size) => state.model[size] !== model[size]);
  if (other !== undefined) return `its ${other} is ${state.model[other]}, not ${model[other]}`;
  if (manifest.resumable && state.experiment.training.optimiser !== model.optimiser) {
    return `it was trained by ${state.experiment.training.optimiser}, not ${model.optimiser}`;
  }
  return null;
}
