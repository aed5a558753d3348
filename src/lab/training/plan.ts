import { LabError } from '../../shared/errors.ts';
import type { Experiment } from '../../shared/experiment.ts';
import type { RunShape } from '../../shared/run.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { EngineModel } from '../engine/engine.ts';

/** An experiment with every size resolved against its data. */
export interface RunPlan {
  readonly model: EngineModel;
  readonly shape: RunShape;
}

/**
 * Resolves sizes; `features` is D, the size of the vocabulary. Throws `LabError('bad-config')` for a sequence longer
 * than a split and for more probes than there are test sequences.
 */
export function planRun(experiment: Experiment, dataset: Dataset, features: number): RunPlan {
  const { sequenceLength, epochs } = experiment.training;
  const trainDocuments = dataset.train.labels.length;
  const testDocuments = dataset.test.labels.length;
  refuseLong(sequenceLength, trainDocuments, testDocuments);
  const testSequences = Math.floor(testDocuments / sequenceLength);
  refuseManyProbes(experiment.probes.sequences, testSequences, sequenceLength);

  const { heads } = experiment.model;
  const headDim = experiment.model.headDim === 'full' ? features : experiment.model.headDim;
  const stepsPerEpoch = Math.floor(trainDocuments / sequenceLength);
  return {
    model: {
      heads,
      headDim,
      features,
      sequenceLength,
      init: experiment.model.init,
      softmaxOver: experiment.model.softmaxOver,
      headReduction: experiment.model.headReduction,
      loss: experiment.training.loss,
      optimiser: experiment.training.optimiser,
      learningRate: experiment.training.learningRate,
    },
    shape: {
      trainDocuments,
      testDocuments,
      features,
      headDim,
      heads,
      parameters: 2 * heads * headDim * features,
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * epochs,
      testSequences,
      classes: dataset.classes,
    },
  };
}

function refuseLong(sequenceLength: number, trainDocuments: number, testDocuments: number): void {
  const most = Math.min(trainDocuments, testDocuments);
  if (sequenceLength <= most) return;
  const split = testDocuments <= trainDocuments ? 'test' : 'train';
  throw new LabError('bad-config', `training.sequenceLength is too long: ${sequenceLength}`, {
    hint:
      most < 2
        ? `The ${split} split has ${most} documents; at least 2 are needed`
        : `The ${split} split has ${most} documents. Use 2 to ${most}`,
  });
}

function refuseManyProbes(probes: number, testSequences: number, sequenceLength: number): void {
  if (probes <= testSequences) return;
  throw new LabError('bad-config', `probes.sequences is too many: ${probes}`, {
    hint: `The test split has ${testSequences} sequences of ${sequenceLength}. Use 0 to ${testSequences}`,
  });
}
