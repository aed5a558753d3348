import type { EngineData } from '../src/lab/engine/engine.ts';
import type { FeatureMatrix } from '../src/lab/features/matrix.ts';
import { seededNumbers } from '../tests/helpers/seededNumbers.ts';

/** Documents that look like the notebook's to an engine: about 85 terms each, frequent ones first, four classes. */
export function syntheticData(documents: number, features: number): EngineData {
  const numbers = seededNumbers(1);
  const split = (): FeatureMatrix => {
    const indptr = new Int32Array(documents + 1);
    const indices: number[] = [];
    for (let row = 0; row < documents; row++) {
      const columns = new Set<number>();
      const terms = Math.min(40 + numbers.index(90), features);
      while (columns.size < terms) columns.add(Math.floor(features * numbers.uniform() ** 2.5));
      indices.push(...[...columns].sort((a, b) => a - b));
      indptr[row + 1] = indices.length;
    }
    const values = Float32Array.from(indices, () => 0.05 + 0.1 * numbers.uniform());
    return {
      sparse: { rows: documents, columns: features, indptr, indices: Int32Array.from(indices), values },
      mean: 0.001,
      std: 0.0105,
    };
  };
  const labels = (): Int32Array => Int32Array.from({ length: documents }, () => numbers.index(4));
  return { train: split(), trainLabels: labels(), test: split(), testLabels: labels() };
}
