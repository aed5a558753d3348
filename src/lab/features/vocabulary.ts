import { LabError } from '../../shared/errors.ts';
import type { FeaturesConfig } from '../../shared/experiment.ts';
import { numpyArgsort } from './numpyArgsort.ts';
import { documentFrequencies, occurrences, type TermCounts } from './termCounts.ts';

/** The terms that become columns, sorted by code point; `terms[c]` is column c. */
export interface Vocabulary {
  readonly terms: readonly string[];
  /** [terms], training documents that contain the term */
  readonly documentFrequency: Int32Array;
  /** Column of each term number of the counts; −1: pruned. */
  readonly columns: Int32Array;
}

type Pruning = Pick<FeaturesConfig, 'minDf' | 'maxDf' | 'maxFeatures' | 'stopWords'>;

/**
 * Prunes as scikit-learn: terms in at least minDf and at most maxDf documents (a share is compared unrounded), of
 * these the maxFeatures most frequent in all documents. Throws `LabError('bad-dataset')` if nothing is left.
 */
export function chooseVocabulary(words: readonly string[], counts: TermCounts, pruning: Pruning): Vocabulary {
  const size = words.length;
  if (size === 0) throw noWords(counts.documents, pruning);
  const frequencies = documentFrequencies(counts, size);
  const least = pruning.minDf < 1 ? pruning.minDf * counts.documents : pruning.minDf;
  const most = pruning.maxDf <= 1 ? pruning.maxDf * counts.documents : pruning.maxDf;

  let kept: number[] = [];
  frequencies.forEach((frequency, term) => {
    if (frequency >= least && frequency <= most) kept.push(term);
  });
  if (kept.length === 0) throw nothingKept(frequencies, counts.documents, least, most, pruning);
  const byCodePoint = codePointOrder(words);
  kept.sort((a, b) => byCodePoint(words[a]!, words[b]!));
  if (pruning.maxFeatures !== null && kept.length > pruning.maxFeatures) {
    const sums = occurrences(counts, size);
    const order = numpyArgsort(Float64Array.from(kept, (term) => -sums[term]!));
    const ranks = order.slice(0, pruning.maxFeatures).sort();
    kept = Array.from(ranks, (rank) => kept[rank]!);
  }

  const columns = new Int32Array(size).fill(-1);
  kept.forEach((term, column) => (columns[term] = column));
  return {
    terms: detached(kept.map((term) => words[term]!)),
    documentFrequency: Int32Array.from(kept, (term) => frequencies[term]!),
    columns,
  };
}

/** Compares by code point, as Python sorts. UTF-16 order differs from it only where there are surrogates. */
function codePointOrder(words: readonly string[]): (a: string, b: string) => number {
  const byUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  if (!words.some((word) => /[\ud800-\udfff]/.test(word))) return byUnit;
  return (a, b) => {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
      if (a.charCodeAt(i) !== b.charCodeAt(i)) return codePointRank(a, i) - codePointRank(b, i);
    }
    return a.length - b.length;
  };
}

/** Moves surrogates behind the rest of the basic plane, where their code points belong. */
function codePointRank(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Copies: a slice of a document would keep the whole document in memory. */
function detached(terms: readonly string[]): string[] {
  return terms.join('\n').split('\n');
}

function noWords(documents: number, { stopWords }: Pruning): LabError {
  const cause = stopWords === null ? 'hold no word of two characters or more' : 'are empty after stop words';
  return new LabError('bad-dataset', `no words to learn from: all ${documents} training documents ${cause}`, {
    hint:
      stopWords === null
        ? 'Check that the dataset’s texts are where they should be'
        : 'Set features.stopWords to null, or check that the dataset’s texts are where they should be',
  });
}

function nothingKept(
  frequencies: Int32Array,
  documents: number,
  least: number,
  most: number,
  { minDf, maxDf }: Pruning,
): LabError {
  const rare = frequencies.reduce((sum, frequency) => sum + (frequency < least ? 1 : 0), 0);
  const common = frequencies.reduce((sum, frequency) => sum + (frequency > most ? 1 : 0), 0);
  const changes = [
    ...(rare > 0 ? [`lower features.minDf (${minDf})`] : []),
    ...(common > 0 ? [`raise features.maxDf (${maxDf})`] : []),
  ].join(' or ');
  return new LabError(
    'bad-dataset',
    `no term survives pruning: of ${frequencies.length} terms in ${documents} training documents, ` +
      `${rare} are in fewer than ${count(least)} and ${common} in more than ${count(most)}`,
    { hint: changes.charAt(0).toUpperCase() + changes.slice(1) },
  );
}

function count(bound: number): string {
  return String(Math.round(bound * 100) / 100);
}
