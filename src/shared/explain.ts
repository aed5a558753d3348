import type { MeasureAgreement } from './agreement.ts';
import type { AttentionToken } from './attention.ts';
import type { FeaturesConfig } from './experiment.ts';
import type { RunId } from './ids.ts';
import type { MeasureSpec } from './metrics.ts';

/**
 * What can be asked about a run beyond what it stored: the terms of its documents, attention of any test sequence,
 * and why a score is what it is. A document is a row of the test split throughout; a sequence is a list of rows, so
 * that one document can be swapped for another.
 */

/** Whose scores are explained: a run's weights after `step` updates (0: as drawn from the seed), or a measure's. */
export type Scorer =
  | { readonly kind: 'weights'; readonly step: number }
  | { readonly kind: 'measure'; readonly spec: MeasureSpec };

/** A dataset's test documents without a run: its features and sequences as a run would have them. */
export interface Untrained {
  /** Hash of the dataset. */
  readonly dataset: string;
  readonly features: FeaturesConfig;
  readonly sequenceLength: number;
}

/** Whose test documents are asked about. */
export type TestDocuments = { readonly runId: RunId } | { readonly untrained: Untrained };

/** A test document with its terms as the features have them. */
export interface DocumentTerms {
  readonly row: number;
  /** [T] ascending by code point. */
  readonly terms: readonly string[];
  /** [T] TF-IDF, before standardising. */
  readonly weights: Float32Array;
}

/**
 * Why the score of one cell is what it is. Parts of a document are its terms and, last, the constant that
 * standardising adds to every feature. H heads, n documents, K parts of the key, Q parts of the query. All arrays
 * are row-major, float64, in the unit of the score (before softmax).
 */
export interface CellExplanation {
  readonly heads: number;
  /** Rows of the test split behind keys and queries, [n]. */
  readonly rows: Int32Array;
  /** Place of the explained key and query among them. */
  readonly key: number;
  readonly query: number;
  /** The parts' names; null is the constant. */
  readonly keyTerms: readonly (string | null)[];
  readonly queryTerms: readonly (string | null)[];
  /** [H, K, Q]: what a part of the key with a part of the query adds to the score of the cell. */
  readonly pairs: Float64Array;
  /** [H, K, n]: what a part of the key adds to its score with each query. */
  readonly keyParts: Float64Array;
  /** [H, Q, n]: what a part of the query adds to its score with each key. */
  readonly queryParts: Float64Array;
  /** [H, n, n] key × query: every score of the sequence. */
  readonly scores: Float64Array;
  /** What stands before softmax: the score itself, or for RBF, whose exponent is a sum, its exponential. */
  readonly link: 'identity' | 'exp';
}

/** Which terms tie the documents of one class to those of another, in the mean over all pairs of test documents. */
export interface ClassExplanation {
  readonly keyClass: number;
  readonly queryClass: number;
  readonly head: number;
  /** Pairs of documents the mean is over. */
  readonly documentPairs: number;
  /** Mean score. */
  readonly score: number;
  /** The terms of either class that move the mean most, largest first, exact; null is the constant. */
  readonly keyTerms: readonly (string | null)[];
  readonly queryTerms: readonly (string | null)[];
  /** What each of them adds with all of the other class. */
  readonly keyTotals: Float64Array;
  readonly queryTotals: Float64Array;
  /** [K, Q] of those terms: what each pair adds. */
  readonly pairs: Float64Array;
}

/** Attention summed by class, sequence by sequence of the test split. C classes, S sequences. */
export interface ClassAttention {
  readonly heads: number;
  readonly sequences: number;
  readonly classes: readonly string[];
  /** [S, H, C, C] key class × query class: the sum over queries of the class of the mass that keys of the other get. */
  readonly mass: Float32Array;
  /** [S, C] documents of each class in each sequence. */
  readonly counts: Int32Array;
  /** [S, H] mean over queries of the cosine between their attention and the label mask. */
  readonly cosines: Float32Array;
}

/** What a view shows of test documents: their names within a sequence and where their text is kept. */
export interface SequenceDocuments {
  readonly sequence: number;
  readonly rows: Int32Array;
  readonly tokens: readonly AttentionToken[];
}

/** Loss and same-class mass of each test sequence with the weights at the end of training. */
export interface TestSequences {
  readonly losses: Float64Array;
  readonly sameClassMass: Float64Array;
}

/** What a trainer process that explains is asked. Weights come from a checkpoint, or null: redrawn from the seed. */
export type ExplainQuestion =
  | { readonly kind: 'terms'; readonly rows: Int32Array }
  | { readonly kind: 'attention'; readonly by: QuestionScorer; readonly rows: Int32Array }
  | {
      readonly kind: 'cell';
      readonly by: QuestionScorer;
      readonly rows: Int32Array;
      readonly key: number;
      readonly query: number;
      /** Terms taken out of the key's and the query's document first; for measures, whose scores are no plain sums. */
      readonly without: { readonly key: readonly string[]; readonly query: readonly string[] };
    }
  | {
      readonly kind: 'class-pair';
      readonly checkpoint: string | null;
      /** The change since initialisation instead of what is. */
      readonly change: boolean;
      readonly head: number;
      readonly keyClass: number;
      readonly queryClass: number;
    }
  | { readonly kind: 'class-map'; readonly by: QuestionScorer }
  | { readonly kind: 'agreement' };

export type QuestionScorer =
  | { readonly kind: 'weights'; readonly checkpoint: string | null }
  | { readonly kind: 'measure'; readonly spec: MeasureSpec };

/** Attention of a sequence, [heads, n, n] key × query. */
export interface AttentionValues {
  readonly heads: number;
  readonly values: Float32Array;
}

export type ExplainAnswer =
  | { readonly kind: 'terms'; readonly documents: readonly DocumentTerms[] }
  | { readonly kind: 'attention'; readonly attention: AttentionValues }
  | { readonly kind: 'cell'; readonly explanation: CellExplanation }
  | { readonly kind: 'class-pair'; readonly explanation: ClassExplanation }
  | { readonly kind: 'class-map'; readonly map: ClassAttention }
  | { readonly kind: 'agreement'; readonly agreement: MeasureAgreement };
