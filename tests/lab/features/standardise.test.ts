import { describe, expect, it } from 'vitest';
import type { SparseMatrix } from '../../../src/lab/features/matrix.ts';
import { raw, scalarsOf, standardise } from '../../../src/lab/features/standardise.ts';

/** [[0, 0.5, 0], [0.25, 0, 1]] */
const train: SparseMatrix = {
  rows: 2,
  columns: 3,
  indptr: Int32Array.of(0, 1, 3),
  indices: Int32Array.of(1, 0, 2),
  values: Float32Array.of(0.5, 0.25, 1),
};
/** [[0, 0, 2]] */
const test: SparseMatrix = {
  rows: 1,
  columns: 3,
  indptr: Int32Array.of(0, 1),
  indices: Int32Array.of(2),
  values: Float32Array.of(2),
};
const empty: SparseMatrix = {
  ...test,
  indptr: Int32Array.of(0, 0),
  indices: Int32Array.of(),
  values: new Float32Array(),
};

describe('scalarsOf', () => {
  it('is the mean and unbiased deviation of all entries, zeros included, in float32', () => {
    // numpy.array([0, .5, 0, .25, 0, 1]).mean(), .std(ddof=1)
    expect(scalarsOf(train)).toEqual({
      mean: Math.fround(0.2916666666666667),
      std: Math.fround(0.4005204946896201),
    });
  });
});

describe('standardise', () => {
  it('takes each split’s own scalars, the train split’s for both, or none', () => {
    const perSplit = standardise(train, test, 'per-split');
    expect(perSplit.train).toEqual({ sparse: train, ...scalarsOf(train) });
    expect(perSplit.test).toEqual({ sparse: test, ...scalarsOf(test) });
    expect(standardise(train, test, 'train').test).toEqual({ sparse: test, ...scalarsOf(train) });
    expect(standardise(train, test, 'none').train).toEqual({ sparse: train, mean: 0, std: 1 });
  });

  it('gives the raw features back from the same arrays', () => {
    const { test: standardised } = standardise(train, test, 'per-split');
    expect(raw(standardised)).toEqual({ sparse: test, mean: 0, std: 1 });
    expect(raw(standardised).sparse).toBe(test);
  });

  it('refuses a split without deviation', () => {
    expect(() => standardise(train, empty, 'per-split')).toThrow(
      'cannot standardise the test split: all 1 × 3 features are equal',
    );
    expect(() => standardise(empty, test, 'train')).toThrow('cannot standardise the training split');
    const one = { ...test, columns: 1, indices: Int32Array.of(0) };
    expect(() => standardise(one, one, 'per-split')).toThrow('all 1 × 1 features are equal');
    expect(standardise(train, empty, 'train').test.mean).toBe(scalarsOf(train).mean);
  });
});
