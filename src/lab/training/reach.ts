import { LabError } from '../../shared/errors.ts';
import type { TrainerJob } from '../../shared/trainerMessages.ts';
import { openCheckpoint } from '../checkpoint/open.ts';
import { writeCheckpoint } from '../checkpoint/write.ts';
import { throwIfCancelled } from '../dataset/context.ts';
import { Breath } from './breathe.ts';
import { StepClock } from './clock.ts';
import type { JobHooks } from './hooks.ts';
import { SequenceOrder } from './order.ts';
import { createEngine, loadWeights } from './prepare.ts';
import { progressSender } from './progress.ts';
import { stateOf } from './run.ts';
import { readRunData, releaseHeap } from './runData.ts';

export type ReachJob = Extract<TrainerJob, { kind: 'reach' }>;

/**
 * Trains a run again from its seed, or from a resumable checkpoint, to a step, and writes the weights there: nothing
 * of the run but its checkpoints changes. Throws `LabError('conflict')` if its documents are others by now, and
 * `CancelledError` if it is stopped.
 */
export async function reachStep(job: ReachJob, hooks: JobHooks): Promise<void> {
  const { experiment, folders, step } = job;
  const { signal } = hooks.control;
  const { datasetHash, plan, engineData } = await readRunData(experiment, folders, hooks);
  if (datasetHash !== job.datasetHash) {
    throw new LabError('conflict', 'the documents are no longer those of the run', {
      hint: 'Train it again on the documents as they are now',
    });
  }
  releaseHeap();
  const { model, shape } = plan;
  const checkpoint = job.resumeFrom === null ? null : await openCheckpoint(job.resumeFrom);
  const options = { threads: job.threads, dataDir: folders.dataDir };
  const engine = await createEngine(experiment, plan, engineData, checkpoint, options, hooks);
  try {
    await loadWeights(
      engine,
      experiment.seed,
      shape.parameters,
      { checkpoint, from: job.weightsFrom },
      hooks,
    );
    const order =
      checkpoint === null
        ? SequenceOrder.start(shape.trainDocuments, model, experiment.seed)
        : SequenceOrder.resume(shape.trainDocuments, model, checkpoint.state.order);
    const clock = new StepClock(checkpoint?.state.trainSeconds);
    const breath = new Breath();
    const report = progressSender(hooks.emit);
    while (engine.stepCount < step) {
      throwIfCancelled(signal);
      const started = performance.now();
      engine.step(order.next());
      clock.add((performance.now() - started) / 1000);
      report({ type: 'progress', stage: 'training', done: engine.stepCount, total: step, unit: 'steps' });
      await breath.takeIfDue();
    }
    engine.settle();
    const state = stateOf({ experiment, datasetHash, engine, order, clock });
    const written = await writeCheckpoint(job.runCheckpointsDir, engine, state, false);
    await hooks.emit({ type: 'checkpoint', ...written });
  } finally {
    await engine.dispose();
  }
}
