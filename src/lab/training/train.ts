import type { TrainerJob } from '../../shared/trainerMessages.ts';
import { baselines } from '../attention/baselines.ts';
import { throwIfCancelled } from '../dataset/context.ts';
import { testSequences } from '../features/sequences.ts';
import { Breath } from './breathe.ts';
import { CheckpointKeeper } from './checkpoints.ts';
import { StepClock } from './clock.ts';
import { environmentHere } from './environment.ts';
import type { JobHooks } from './hooks.ts';
import { trainLoop } from './loop.ts';
import { Observer } from './observer.ts';
import { SequenceOrder } from './order.ts';
import { createEngine, loadWeights } from './prepare.ts';
import { trainReport } from './report.ts';
import { openForResume } from './resume.ts';
import { stateOf, type Run } from './run.ts';
import { readRunData, releaseHeap } from './runData.ts';
import { StepBatch } from './stepBatch.ts';

export type TrainJob = Extract<TrainerJob, { kind: 'train' }>;

/**
 * A training job from its documents to its report, told in events: documents, dataset, started, probes, baselines,
 * then evaluations, snapshots, steps and checkpoints as they come, and `trained` at the end, after which only
 * checkpoints are removed. A resumed run repeats what names it (all up to the baselines) and goes on with the step
 * after its checkpoint, bit for bit.
 *
 * Throws `LabError` for what makes the run impossible, and `CancelledError` if it is stopped before its first step;
 * training itself ends with an outcome.
 */
export async function runTraining(job: TrainJob, hooks: JobHooks): Promise<void> {
  const { experiment, folders } = job;
  const { signal } = hooks.control;

  const keeper = new CheckpointKeeper(job.runCheckpointsDir, experiment.checkpoints, hooks);
  await keeper.sweep();

  // Data and sizes
  const { datasetHash, plan, engineData, probes } = await readRunData(experiment, folders, hooks);
  const { model, shape } = plan;
  releaseHeap();

  // Engine, empty
  const checkpoint =
    job.resumeFrom === null
      ? null
      : await openForResume(job.resumeFrom, experiment, datasetHash, plan, hooks);
  const options = { threads: job.threads, dataDir: folders.dataDir };
  const engine = await createEngine(experiment, plan, engineData, checkpoint, options, hooks);
  try {
    const firstStep = checkpoint?.state.step ?? 0;
    const environment = environmentHere();
    await hooks.emit({ type: 'started', engine: engine.info, environment, shape, firstStep });

    // What the run is seen and measured by
    for (const probe of probes) await hooks.emit(probe);
    const sequences = testSequences(shape.testDocuments, model.sequenceLength);
    const { test, testLabels } = engineData;
    const values = await baselines(test, testLabels, sequences, model, shape.classes.length);
    await hooks.emit({ type: 'baselines', baselines: values });
    throwIfCancelled(signal);

    // Weights
    await loadWeights(
      engine,
      experiment.seed,
      shape.parameters,
      { checkpoint, from: job.weightsFrom },
      hooks,
    );
    throwIfCancelled(signal);
    if (checkpoint !== null) keeper.resumedFrom(checkpoint.folder, firstStep);

    await trainToTheEnd({
      experiment,
      datasetHash,
      testLabels,
      plan,
      engine,
      order:
        checkpoint === null
          ? SequenceOrder.start(shape.trainDocuments, model, experiment.seed)
          : SequenceOrder.resume(shape.trainDocuments, model, checkpoint.state.order),
      clock: new StepClock(checkpoint?.state.trainSeconds),
      steps: new StepBatch(hooks.emit),
      keeper,
      breath: new Breath(),
      hooks,
    });
  } finally {
    await engine.dispose();
  }
}

async function trainToTheEnd(run: Run): Promise<void> {
  const { engine, clock, keeper, hooks } = run;
  const observer = new Observer(run);
  if (engine.stepCount === 0) await observer.observe(0);
  const outcome = await trainLoop(run, observer);

  const step = engine.stepCount;
  const test = outcome === 'finished' ? await observer.testAt(step) : null;
  if (outcome === 'cancelled') await observer.observeEnd(step);
  const report = trainReport(step, clock, test);
  if (outcome === 'finished') await keeper.saveFinal(engine, () => stateOf(run));
  await hooks.emit({ type: 'trained', outcome, report });
  // Last of all: until the end is told, a killed run can go on from what is removed here.
  if (outcome === 'finished') await keeper.tidy();
}
