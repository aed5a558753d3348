import { LabError } from '../../shared/errors.ts';
import type { FeaturesConfig } from '../../shared/experiment.ts';
import type { FeatureMatrix, SparseMatrix } from './matrix.ts';

/** The scalars that centre and scale a split, float32 values. */
export interface Scalars {
  readonly mean: number;
  readonly std: number;
}

/**
 * Mean and unbiased standard deviation over all N×D entries, zeros included, as `X.mean()` and `X.std()` of the dense
 * float32 tensor: summed in float64, then rounded to float32 (torch's own float32 sum depends on its threads).
 */
export function scalarsOf(sparse: SparseMatrix): Scalars {
  const entries = sparse.rows * sparse.columns;
  let sum = 0;
  for (const value of sparse.values) sum += value;
  const mean = sum / entries;
  let squares = (entries - sparse.values.length) * mean * mean;
  for (const value of sparse.values) squares += (value - mean) ** 2;
  return { mean: Math.fround(mean), std: Math.fround(Math.sqrt(squares / (entries - 1))) };
}

/**
 * Standardises both splits: each by its own scalars (the notebook), both by the train split's, or not at all. Throws
 * `LabError('bad-dataset')` if a deviation is zero or there is none.
 */
export function standardise(
  train: SparseMatrix,
  test: SparseMatrix,
  mode: FeaturesConfig['standardise'],
): { train: FeatureMatrix; test: FeatureMatrix } {
  if (mode === 'none') return { train: unscaled(train), test: unscaled(test) };
  const trainScalars = usable(scalarsOf(train), train, 'training');
  const testScalars = mode === 'train' ? trainScalars : usable(scalarsOf(test), test, 'test');
  return { train: { sparse: train, ...trainScalars }, test: { sparse: test, ...testScalars } };
}

/** The features before they were standardised, sharing the same arrays: what untrained measures call raw. */
export function raw(matrix: FeatureMatrix): FeatureMatrix {
  return unscaled(matrix.sparse);
}

function unscaled(sparse: SparseMatrix): FeatureMatrix {
  return { sparse, mean: 0, std: 1 };
}

function usable(scalars: Scalars, sparse: SparseMatrix, split: string): Scalars {
  if (scalars.std > 0) return scalars;
  throw new LabError(
    'bad-dataset',
    `cannot standardise the ${split} split: all ${sparse.rows} × ${sparse.columns} features are equal`,
    {
      hint:
        split === 'test'
          ? 'Its documents share no term with the vocabulary: use other documents, or set features.standardise to "train" or "none"'
          : 'Set features.standardise to "none", or keep more terms (features.minDf, features.maxDf, features.maxFeatures)',
    },
  );
}
