import type { FeaturesConfig } from './experiment.ts';

/**
 * The words of a dataset's training documents before any is left out, and what pruning leaves of them: the rules of
 * lab/features/vocabulary.ts on counts alone, so that a window shows at once what a bound would do.
 */

/** How many terms occur in how many documents. */
export interface FrequencyCounts {
  /** Document frequencies that occur, ascending. */
  readonly frequencies: Int32Array;
  /** Terms with that frequency. */
  readonly terms: Int32Array;
}

export interface VocabularyCounts {
  /** N, training documents. */
  readonly documents: number;
  /** Stop words aside. */
  readonly words: FrequencyCounts;
  /** The English stop words among the documents' words. */
  readonly stopWords: FrequencyCounts;
  /** Distinct words of the document that has most. */
  readonly longest: number;
}

/** Counts with the terms themselves, most frequent first, then by code point; at most `listedTerms`. */
export interface VocabularyTable {
  readonly dataset: string;
  readonly counts: VocabularyCounts;
  readonly terms: readonly string[];
  /** Training documents with the term. */
  readonly documentFrequency: Int32Array;
  /** In all training documents together. */
  readonly occurrences: Float64Array;
  /** 1: an English stop word. */
  readonly isStopWord: Uint8Array;
}

export const listedTerms = 200_000;

export type Pruning = Pick<FeaturesConfig, 'minDf' | 'maxDf' | 'maxFeatures' | 'stopWords'>;

/** What becomes of the terms, each counted once: the five add up to all terms. */
export interface PruningEffect {
  readonly all: number;
  /** D */
  readonly kept: number;
  readonly stopped: number;
  readonly rare: number;
  readonly common: number;
  /** Beyond `maxFeatures`. */
  readonly beyond: number;
  /** Entries of the training matrix; with `maxFeatures` an upper bound, since those are chosen by occurrences. */
  readonly entries: number;
}

/** Why a term is left out, or null if it is kept; `maxFeatures` is not looked at. */
export type Drop = 'stopped' | 'rare' | 'common' | null;

export function pruningEffect(counts: VocabularyCounts, pruning: Pruning): PruningEffect {
  const { least, most } = boundsOf(counts.documents, pruning);
  const effect = { all: 0, kept: 0, stopped: 0, rare: 0, common: 0, beyond: 0, entries: 0 };
  const kept: (readonly [frequency: number, terms: number])[] = [];
  const add = ({ frequencies, terms }: FrequencyCounts, stopped: boolean): void => {
    frequencies.forEach((frequency, at) => {
      const count = terms[at] ?? 0;
      effect.all += count;
      if (stopped) effect.stopped += count;
      else if (frequency < least) effect.rare += count;
      else if (frequency > most) effect.common += count;
      else {
        effect.kept += count;
        kept.push([frequency, count]);
      }
    });
  };
  add(counts.words, false);
  add(counts.stopWords, pruning.stopWords !== null);
  if (pruning.maxFeatures !== null && effect.kept > pruning.maxFeatures) {
    effect.beyond = effect.kept - pruning.maxFeatures;
    effect.kept = pruning.maxFeatures;
  }
  let left = effect.kept;
  for (const [frequency, count] of kept.sort(([a], [b]) => b - a)) {
    const taken = Math.min(left, count);
    effect.entries += taken * frequency;
    left -= taken;
  }
  return effect;
}

export function dropOf(frequency: number, isStopWord: boolean, documents: number, pruning: Pruning): Drop {
  if (isStopWord && pruning.stopWords !== null) return 'stopped';
  const { least, most } = boundsOf(documents, pruning);
  if (frequency < least) return 'rare';
  return frequency > most ? 'common' : null;
}

/** A share is compared unrounded, as scikit-learn does. */
function boundsOf(documents: number, { minDf, maxDf }: Pruning): { least: number; most: number } {
  return {
    least: minDf < 1 ? minDf * documents : minDf,
    most: maxDf <= 1 ? maxDf * documents : maxDf,
  };
}

/** Smooth inverse document frequency: ln((1 + N)/(1 + df)) + 1. */
export function inverseFrequency(documents: number, frequency: number): number {
  return Math.log((1 + documents) / (1 + frequency)) + 1;
}

/** One term of a document. */
export interface TermWeight {
  readonly term: string;
  readonly count: number;
  readonly idf: number;
  readonly weight: number;
}

/**
 * A document's TF-IDF row, heaviest term first. `frequencyOf` gives a kept term's document frequency, undefined for
 * words that are left out.
 */
export function weighWords(
  words: readonly string[],
  counts: ArrayLike<number>,
  documents: number,
  frequencyOf: (word: string) => number | undefined,
  { sublinearTf, norm }: Pick<FeaturesConfig, 'sublinearTf' | 'norm'>,
): readonly TermWeight[] {
  const row = words.flatMap((term, at) => {
    const frequency = frequencyOf(term);
    if (frequency === undefined) return [];
    const count = counts[at] ?? 0;
    const idf = inverseFrequency(documents, frequency);
    return [{ term, count, idf, weight: (sublinearTf ? Math.log(count) + 1 : count) * idf }];
  });
  const sum = row.reduce((total, { weight }) => total + (norm === 'l2' ? weight * weight : weight), 0);
  const divisor = norm === null ? 1 : norm === 'l2' ? Math.sqrt(sum) : sum;
  return row
    .map((entry) => ({ ...entry, weight: entry.weight / divisor }))
    .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
}
