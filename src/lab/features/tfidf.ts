import type { FeaturesConfig } from '../../shared/experiment.ts';
import type { SparseMatrix } from './matrix.ts';
import type { Pace } from './pace.ts';
import { englishStopWords } from './stopWords.ts';
import { countTerms, IGNORED, sortedByColumn, type TermCounts } from './termCounts.ts';
import { chooseVocabulary } from './vocabulary.ts';

/**
 * TF-IDF with the values of scikit-learn's `TfidfVectorizer` (reference/RNG.md, section 5).
 *
 * By hand, with sublinearTf, norm l2, no pruning, two training documents: "Cars, cars and a car" and "The car". Tokens
 * without stop words: cars cars car; car. N = 2; df(car) = 2, df(cars) = 1; idf = ln((1 + N)/(1 + df)) + 1: car
 * ln(3/3) + 1 = 1, cars ln(3/2) + 1 = 1.4055. Weights of document 0: car (ln 1 + 1)·1 = 1, cars (ln 2 + 1)·1.4055 =
 * 2.3797; divided by √(1² + 2.3797²) = 2.5812: car 0.3874, cars 0.9219. Document 1: car 1.
 */
export interface TfidfModel {
  /** [D], sorted by code point; term c is column c */
  readonly terms: readonly string[];
  /** [D], ln((1 + N)/(1 + df)) + 1 */
  readonly idf: Float64Array;
  /** [D], training documents that contain the term */
  readonly documentFrequency: Int32Array;
}

/** The settings that TF-IDF itself depends on; what comes after (standardise) is none of its business. */
export type TfidfConfig = Omit<FeaturesConfig, 'standardise'>;
type Weighting = Pick<FeaturesConfig, 'sublinearTf' | 'norm'>;

/**
 * Learns the vocabulary and idf of the training texts and weighs them. Throws `LabError('bad-dataset')` if no word or
 * no term is left, `CancelledError` through `pace`.
 */
export async function fitTfidf(
  texts: readonly string[],
  config: TfidfConfig,
  pace: Pace,
): Promise<{ model: TfidfModel; matrix: SparseMatrix }> {
  const stopWords = config.stopWords === null ? [] : englishStopWords;
  const numbers = new Map(stopWords.map((word) => [word, IGNORED]));
  const counts = await countTerms(texts, numbers, true, pace);
  // A Map keeps its order: the stop words, then each term in the order of its number.
  const words = [...numbers.keys()].slice(stopWords.length);
  const { terms, documentFrequency, columns } = chooseVocabulary(words, counts, config);
  const idf = Float64Array.from(documentFrequency, (df) => Math.log((1 + texts.length) / (1 + df)) + 1);
  const model = { terms, idf, documentFrequency };
  return { model, matrix: weigh(sortedByColumn(counts, columns, terms.length), idf, config) };
}

/** Weighs other texts by what `fitTfidf` learnt; words it did not keep are left out. */
export async function transformTfidf(
  model: TfidfModel,
  texts: readonly string[],
  weighting: Weighting,
  pace: Pace,
): Promise<SparseMatrix> {
  const numbers = new Map(model.terms.map((term, column) => [term, column]));
  const counts = await countTerms(texts, numbers, false, pace);
  const columns = Int32Array.from({ length: numbers.size }, (_, column) => column);
  return weigh(sortedByColumn(counts, columns, numbers.size), model.idf, weighting);
}

/** Counts to weights, row by row in float64, stored as float32. A row without terms stays empty. */
function weigh(counts: TermCounts, idf: Float64Array, { sublinearTf, norm }: Weighting): SparseMatrix {
  const values = new Float32Array(counts.terms.length);
  const row = new Float64Array(idf.length);
  for (let document = 0; document < counts.documents; document++) {
    const from = counts.indptr[document]!;
    const length = counts.indptr[document + 1]! - from;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const count = counts.counts[from + i]!;
      const weight = (sublinearTf ? Math.log(count) + 1 : count) * idf[counts.terms[from + i]!]!;
      row[i] = weight;
      sum += norm === 'l2' ? weight * weight : weight;
    }
    const divisor = norm === null ? 1 : norm === 'l2' ? Math.sqrt(sum) : sum;
    for (let i = 0; i < length; i++) values[from + i] = row[i]! / divisor;
  }
  return {
    rows: counts.documents,
    columns: idf.length,
    indptr: counts.indptr,
    indices: counts.terms,
    values,
  };
}
