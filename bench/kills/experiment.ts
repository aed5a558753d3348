import { parseExperiment, type Experiment } from '../../src/shared/experiment.ts';

/** 11 steps an epoch of a small model, a checkpoint every 200 steps, snapshots and evaluations along the way. */
export function killedExperiment(
  documents: string,
  engine: 'reference' | 'wasm',
  epochs: number,
): Experiment {
  return parseExperiment({
    version: 1,
    name: 'killed',
    seed: 3,
    engine,
    dataset: { source: 'folder', path: documents },
    features: { minDf: 2, maxDf: 0.9 },
    model: { heads: 2, headDim: 5 },
    training: { learningRate: 0.001, epochs, sequenceLength: 8 },
    probes: { sequences: 1, everySteps: 500 },
    evaluate: { everyEpochs: 50 },
    checkpoints: { everySteps: 200 },
  });
}
