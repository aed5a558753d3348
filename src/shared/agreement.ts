import { measureSpecs, type MeasureSpec } from './metrics.ts';

/** The measures whose orders are compared: softmax over keys keeps an order, and uniform attention has none. */
export const rankedMeasures: readonly MeasureSpec[] = (['raw', 'standardised'] as const).flatMap((features) =>
  measureSpecs.filter((spec) => spec.kind !== 'uniform' && !spec.softmax && spec.features === features),
);

/** What decides whether cosine and distance can order alike: rows of one length, and no value below zero. */
export interface FeatureFacts {
  /** The smallest value of any document for any term. */
  readonly least: number;
  /** Lengths (l2) of the documents' rows. */
  readonly shortest: number;
  readonly longest: number;
}

/** How the measures order the keys of each query, over complete test sequences. */
export interface MeasureAgreement {
  /** M of them, in the order of `rankedMeasures`. */
  readonly measures: readonly MeasureSpec[];
  /** S */
  readonly sequences: number;
  /** n */
  readonly length: number;
  /**
   * [M·(M − 1)/2, S·n] Spearman's correlation of the orders two measures give the keys of a query; pairs as in the
   * upper triangle, row by row. NaN where a measure tells no two keys apart.
   */
  readonly spearman: Float32Array;
  readonly features: { readonly raw: FeatureFacts; readonly standardised: FeatureFacts };
}

/** Place of two different measures among the pairs. */
export function pairIndex(measures: number, a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low * measures - (low * (low + 1)) / 2 + high - low - 1;
}

/** Correlations of two measures query by query, [S·n]; a view on the agreement. */
export function pairSpearman(agreement: MeasureAgreement, a: number, b: number): Float32Array {
  const queries = agreement.sequences * agreement.length;
  const from = pairIndex(agreement.measures.length, a, b) * queries;
  return agreement.spearman.subarray(from, from + queries);
}

/** What the queries of a pair of measures say together. */
export interface PairSummary {
  /** Mean over the queries that have a correlation; NaN if none has. */
  readonly mean: number;
  readonly least: number;
  /** Queries whose keys stand in the same order. */
  readonly sameOrder: number;
  /** Queries that have a correlation. */
  readonly queries: number;
}

/**
 * `length` is n. Keys stand in one order where less is lost than a swap of two neighbours costs, 12/(n³ − n): a tie that
 * rounding broke costs a quarter of that.
 */
export function summarisePair(values: ArrayLike<number>, length: number): PairSummary {
  const oneOrder = 1 - 9 / (length ** 3 - length);
  let [sum, least, sameOrder, queries] = [0, Infinity, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    queries += 1;
    sum += value;
    least = Math.min(least, value);
    if (value > oneOrder) sameOrder += 1;
  }
  return { mean: queries === 0 ? Number.NaN : sum / queries, least, sameOrder, queries };
}

/** A query by its place: sequence and document in it. */
export interface PartedQuery {
  readonly sequence: number;
  readonly query: number;
  readonly spearman: number;
}

/** The queries whose keys two measures order least alike, worst first; equal ones as they come. */
export function mostParted(agreement: MeasureAgreement, a: number, b: number, count: number): PartedQuery[] {
  const values = pairSpearman(agreement, a, b);
  return Array.from(values, (spearman, at) => ({
    sequence: Math.floor(at / agreement.length),
    query: at % agreement.length,
    spearman,
  }))
    .filter(({ spearman }) => !Number.isNaN(spearman))
    .sort((first, second) => first.spearman - second.spearman)
    .slice(0, count);
}
