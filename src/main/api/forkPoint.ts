import { LabError } from '../../shared/errors.ts';
import type { Experiment } from '../../shared/experiment.ts';
import { forkObstacles, type ForkPoint } from '../../shared/fork.ts';
import type { RunId } from '../../shared/ids.ts';
import type { Store } from '../store/store.ts';
import { visibleRun } from './runs.ts';

/**
 * The point of a fork, looked at before it is queued. Throws `LabError`: 'not-found' if there is no such run or no
 * checkpoint at that step, 'conflict' if the experiment has no use for its weights.
 */
export function forkPoint(
  store: Store,
  experiment: Experiment,
  { runId, step }: ForkPoint<RunId>,
): ForkPoint<RunId> {
  const parent = visibleRun(store, runId).summary;
  if (step === 0) return { runId, step };
  if (!store.checkpoints.of(runId).some((checkpoint) => checkpoint.step === step)) {
    throw new LabError('not-found', `no checkpoint at step ${step}: ${runId}`, {
      hint: 'Train to that step to have its weights, or begin anew',
    });
  }
  const [other] = forkObstacles(parent.experiment, experiment);
  if (other === undefined) return { runId, step };
  throw new LabError('conflict', `cannot begin with weights of another ${other}: ${runId}`, {
    hint: `Leave ${other} as it was there, or begin anew`,
  });
}
