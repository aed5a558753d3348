import { numpyPermutation } from '../random/numpyShuffle.ts';
import { countLabels } from './classes.ts';

/** Positions of the documents of either split, in the order the experiment uses. */
export interface SplitIndices {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * A stratified split: every class gives `testShare` of its documents to the test split, rounded to the nearest
 * whole number (halves up), but at least one and never all; a class of one document stays in train.
 *
 * One draw decides everything: the documents are put in the order of `numpyPermutation(seed, N)`, the first of each
 * class go to test, the others to train, and both splits keep that shuffled order. So the same documents and seed
 * always give the same splits, and a larger `testShare` only moves documents from train to test.
 */
export function stratifiedSplit(
  labels: Int32Array,
  classCount: number,
  testShare: number,
  seed: number,
): SplitIndices {
  const missing = countLabels(labels, classCount).map((count) =>
    count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * testShare))),
  );
  const testCount = missing.reduce((sum, count) => sum + count, 0);
  const test = new Int32Array(testCount);
  const train = new Int32Array(labels.length - testCount);
  let nextTest = 0;
  let nextTrain = 0;
  for (const document of numpyPermutation(seed, labels.length)) {
    const label = labels[document]!;
    if (missing[label]! > 0) {
      missing[label]! -= 1;
      test[nextTest++] = document;
    } else {
      train[nextTrain++] = document;
    }
  }
  return { train, test };
}
