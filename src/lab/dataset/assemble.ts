import { numpyPermutation } from '../random/numpyShuffle.ts';
import { requireDocuments } from './classes.ts';
import type { Dataset, DatasetSplit } from './dataset.ts';
import { datasetHash } from './hash.ts';
import { stratifiedSplit } from './split.ts';

/** One document as a source found it. */
export interface LabelledDocument {
  /** "class/file". */
  readonly name: string;
  readonly className: string;
  readonly text: string;
}

/** What a source found: documents with a split of their own, or all together, to be split here. */
export type FoundDocuments =
  | { readonly train: readonly LabelledDocument[]; readonly test: readonly LabelledDocument[] }
  | { readonly all: readonly LabelledDocument[]; readonly testShare: number };

/**
 * Puts documents in the experiment's order: each given split is shuffled by a fresh `numpyPermutation(shuffleSeed)`,
 * as scikit-learn does; undivided documents go through `stratifiedSplit`. `origin` is the path for messages.
 */
export function assembleDataset(
  found: FoundDocuments,
  options: { title: string; origin: string; classes: readonly string[]; shuffleSeed: number },
): Dataset {
  const { title, origin, classes, shuffleSeed } = options;
  if ('train' in found) {
    const shuffled = (documents: readonly LabelledDocument[]): DatasetSplit =>
      pick(documents, numpyPermutation(shuffleSeed, documents.length), classes);
    return finishDataset(title, classes, shuffled(found.train), shuffled(found.test), origin);
  }
  const labels = labelsOf(found.all, classes);
  const { train, test } = stratifiedSplit(labels, classes.length, found.testShare, shuffleSeed);
  return finishDataset(
    title,
    classes,
    pick(found.all, train, classes),
    pick(found.all, test, classes),
    origin,
  );
}

function finishDataset(
  title: string,
  classes: readonly string[],
  train: DatasetSplit,
  test: DatasetSplit,
  origin: string,
): Dataset {
  requireDocuments(classes, train.labels, test.labels, origin);
  return { title, classes, train, test, hash: datasetHash({ classes, train, test }) };
}

function pick(
  documents: readonly LabelledDocument[],
  order: Int32Array,
  classes: readonly string[],
): DatasetSplit {
  const picked = Array.from(order, (i) => documents[i]!);
  return {
    names: picked.map(({ name }) => name),
    labels: labelsOf(picked, classes),
    texts: picked.map(({ text }) => text),
  };
}

function labelsOf(documents: readonly LabelledDocument[], classes: readonly string[]): Int32Array {
  const labelOfClass = new Map(classes.map((name, label) => [name, label]));
  return Int32Array.from(documents, ({ className }) => labelOfClass.get(className)!);
}
