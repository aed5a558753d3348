import { LabError } from '../../shared/errors.ts';

/** More classes than this are a wrong column or folder, not an experiment. */
export const maxClasses = 1000;

const shown = (names: readonly string[]): string =>
  names.length <= 30 ? names.join(', ') : `${names.slice(0, 30).join(', ')} and ${names.length - 30} more`;

/**
 * The classes of an experiment in ascending order (UTF-16 units: Python's order for all names without astral
 * characters), whatever the order the categories were given in. `known` are all there are; `origin` is the path
 * for messages. Throws for an unknown category and for fewer than two classes.
 */
export function chooseClasses(
  known: Iterable<string>,
  categories: readonly string[] | null,
  origin: string,
): string[] {
  const all = [...new Set(known)].sort();
  if (all.length === 0) {
    throw new LabError('bad-dataset', `no classes and no documents: ${origin}`, {
      hint: 'Each class needs documents of its own',
    });
  }
  const unknown = (categories ?? []).find((category) => !all.includes(category));
  if (unknown !== undefined) {
    throw new LabError('bad-config', `unknown category "${unknown}": ${origin}`, {
      hint: `It has: ${shown(all)}`,
    });
  }
  const classes = categories === null ? all : [...new Set(categories)].sort();
  if (classes.length === 1) {
    throw new LabError('bad-dataset', `only one class, "${classes[0]!}": ${origin}`, {
      hint: 'Attention learns to tell classes apart, so at least two are needed',
    });
  }
  if (classes.length > maxClasses) {
    throw new LabError(
      'bad-dataset',
      `too many classes (${classes.length}, at most ${maxClasses}): ${origin}`,
      {
        hint: 'Check that the labels are classes, not names of documents',
      },
    );
  }
  return classes;
}

/** Throws unless every class has a training document and there is a test document at all. */
export function requireDocuments(
  classes: readonly string[],
  trainLabels: Int32Array,
  testLabels: Int32Array,
  origin: string,
): void {
  const trainCounts = countLabels(trainLabels, classes.length);
  const testCounts = countLabels(testLabels, classes.length);
  const empty = classes.findIndex((_, label) => trainCounts[label]! + testCounts[label]! === 0);
  if (empty >= 0) {
    throw new LabError('bad-dataset', `class without documents, "${classes[empty]!}": ${origin}`, {
      hint: 'Add documents to it, or leave it out of the categories',
    });
  }
  const untrained = classes.findIndex((_, label) => trainCounts[label] === 0);
  if (untrained >= 0) {
    throw new LabError(
      'bad-dataset',
      `class without training documents, "${classes[untrained]!}": ${origin}`,
      {
        hint: 'Add training documents to it, or leave it out of the categories',
      },
    );
  }
  if (testLabels.length === 0) {
    throw new LabError('bad-dataset', `no test documents: ${origin}`, {
      hint: 'Add documents: both splits need some',
    });
  }
}

export function countLabels(labels: Int32Array, classCount: number): Int32Array {
  const counts = new Int32Array(classCount);
  for (const label of labels) counts[label]! += 1;
  return counts;
}
