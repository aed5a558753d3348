import type { EngineName, Experiment } from '../../shared/experiment.ts';
import type { EngineData, EngineModel } from '../engine/engine.ts';
import { loadEngineFactory } from '../engine/registry.ts';
import type { SparseMatrix } from '../features/matrix.ts';

export { availableMemory } from '../engine/memory.ts';

/** Sizes of data that is not at hand. */
export interface DataSizes {
  readonly trainDocuments: number;
  readonly testDocuments: number;
  /** D */
  readonly features: number;
  /** Entries of the training matrix that are not zero. */
  readonly entries: number;
  /** Entries of its longest row, at most. */
  readonly longest: number;
}

/** Bytes a run will need, by the engine's own formula. Throws as `loadEngineFactory`. */
export async function estimateMemory(
  engine: EngineName,
  experiment: Experiment,
  sizes: DataSizes,
): Promise<number> {
  const factory = await loadEngineFactory(engine);
  return factory.estimateBytes(modelOf(experiment, sizes.features), standIn(sizes));
}

function modelOf({ model, training }: Experiment, features: number): EngineModel {
  return {
    heads: model.heads,
    headDim: model.headDim === 'full' ? features : model.headDim,
    features,
    sequenceLength: training.sequenceLength,
    init: model.init,
    softmaxOver: model.softmaxOver,
    headReduction: model.headReduction,
    loss: training.loss,
    optimiser: training.optimiser,
    learningRate: training.learningRate,
  };
}

/** Matrices of the right sizes with nothing in them: pages of zeros that nobody touches cost no memory. */
function standIn({ trainDocuments, testDocuments, features, entries, longest }: DataSizes): EngineData {
  const matrix = (rows: number, nnz: number): { sparse: SparseMatrix; mean: number; std: number } => {
    const indptr = new Int32Array(rows + 1).fill(Math.min(longest, nnz), 1);
    return {
      sparse: {
        rows,
        columns: features,
        indptr,
        indices: new Int32Array(nnz),
        values: new Float32Array(nnz),
      },
      mean: 0,
      std: 1,
    };
  };
  const testEntries = trainDocuments === 0 ? 0 : Math.round((entries * testDocuments) / trainDocuments);
  return {
    train: matrix(trainDocuments, entries),
    trainLabels: new Int32Array(trainDocuments),
    test: matrix(testDocuments, testEntries),
    testLabels: new Int32Array(testDocuments),
  };
}
