import type { Experiment } from '../../shared/experiment.ts';
import { appVersion } from '../../shared/version.ts';
import type { CheckpointState } from '../checkpoint/state.ts';
import type { Engine } from '../engine/engine.ts';
import type { Breath } from './breathe.ts';
import type { CheckpointKeeper } from './checkpoints.ts';
import type { StepClock } from './clock.ts';
import type { JobHooks } from './hooks.ts';
import type { SequenceOrder } from './order.ts';
import type { RunPlan } from './plan.ts';
import type { StepBatch } from './stepBatch.ts';

/** A run under way: what the loop and those beside it read and change. */
export interface Run {
  readonly experiment: Experiment;
  readonly datasetHash: string;
  readonly testLabels: Int32Array;
  readonly plan: RunPlan;
  readonly engine: Engine;
  readonly order: SequenceOrder;
  readonly clock: StepClock;
  readonly steps: StepBatch;
  readonly keeper: CheckpointKeeper;
  readonly breath: Breath;
  readonly hooks: JobHooks;
}

/** What a checkpoint of the run as it is now says beside the tensors. */
export function stateOf(
  run: Pick<Run, 'experiment' | 'datasetHash' | 'engine' | 'order' | 'clock'>,
): CheckpointState {
  const { heads, headDim, features, sequenceLength } = run.engine.model;
  return {
    version: 1,
    step: run.engine.stepCount,
    order: run.order.state(),
    trainSeconds: run.clock.trainSeconds,
    datasetHash: run.datasetHash,
    model: { heads, headDim, features, sequenceLength },
    experiment: run.experiment,
    appVersion,
    engine: run.engine.info,
  };
}
