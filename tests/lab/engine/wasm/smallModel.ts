import type { EngineData, EngineModel } from '../../../../src/lab/engine/engine.ts';
import type { FeatureMatrix } from '../../../../src/lab/features/matrix.ts';
import { seededNumbers } from '../../../helpers/seededNumbers.ts';

/** A model of any size with what the tests do not vary. */
export function modelOf(sizes: Partial<EngineModel>): EngineModel {
  return {
    heads: 1,
    headDim: 5,
    features: 37,
    sequenceLength: 6,
    init: 'scaled',
    softmaxOver: 'keys',
    headReduction: 'mean-attention',
    loss: 'cosine',
    optimiser: 'adam',
    learningRate: 0.01,
    ...sizes,
  };
}

/** Seeded sparse documents for a model, about `perRow` terms each, both splits of `documents`. */
export function dataOf(model: EngineModel, documents = 40, perRow = 6): EngineData {
  const numbers = seededNumbers(model.features + 1);
  const split = (): FeatureMatrix => {
    const indptr = new Int32Array(documents + 1);
    const indices: number[] = [];
    for (let row = 0; row < documents; row++) {
      const columns = new Set<number>();
      // An empty row now and then: a document without a known term.
      const terms = row === 3 ? 0 : numbers.index(2 * perRow);
      for (let k = 0; k < terms; k++) columns.add(numbers.index(model.features));
      indices.push(...[...columns].sort((a, b) => a - b));
      indptr[row + 1] = indices.length;
    }
    const values = Float32Array.from(indices, () => 0.1 + numbers.uniform());
    return {
      sparse: { rows: documents, columns: model.features, indptr, indices: Int32Array.from(indices), values },
      mean: 0.05,
      std: 0.4,
    };
  };
  const labels = (): Int32Array => Int32Array.from({ length: documents }, () => numbers.index(3));
  return { train: split(), trainLabels: labels(), test: split(), testLabels: labels() };
}

/** `count` seeded sequences of n documents, none twice in a sequence if there are enough. */
export function sequencesOf(model: EngineModel, data: EngineData, count: number): Int32Array[] {
  const numbers = seededNumbers(5);
  const { rows } = data.train.sparse;
  return Array.from({ length: count }, () => {
    const start = numbers.index(rows);
    return Int32Array.from({ length: model.sequenceLength }, (_, i) => (start + 7 * i) % rows);
  });
}
