import type { AttentionBundle } from '../../../shared/attention.ts';
import { queryCosines } from '../../charts/queryCosines.ts';

/** What one map says of its sequence. */
export interface MapNumbers {
  /** Mean over queries of the cosine between their column and the label mask, −1 to 1; minus it is the cosine loss. */
  readonly cosine: number;
  /** Mean over queries of the share on keys of their own class, 0 to 1. */
  readonly sameClassMass: number;
  /** Mean over queries, in bits. */
  readonly entropy: number;
  /** Mean over queries of the share on themselves, 0 to 1. */
  readonly diagonalMass: number;
}

/**
 * Numbers of a map [keys, queries] of one sequence, by the definitions of the metrics registry: columns that do not
 * sum to 1 are read as shares of their positive part.
 */
export function mapNumbers(bundle: AttentionBundle, values: ArrayLike<number>): MapNumbers {
  const { keys, queries, keyTokens, queryTokens } = bundle;
  let [mass, entropy, diagonal] = [0, 0, 0];
  for (let query = 0; query < queries; query += 1) {
    let sum = 0;
    for (let key = 0; key < keys; key += 1) sum += Math.max(0, values[key * queries + query] ?? 0);
    for (let key = 0; key < keys; key += 1) {
      const share = sum === 0 ? 1 / keys : Math.max(0, values[key * queries + query] ?? 0) / sum;
      if (keyTokens[key]?.group === queryTokens[query]?.group) mass += share;
      if (key === query) diagonal += share;
      if (share > 0) entropy -= share * Math.log2(share);
    }
  }
  const cosines = queryCosines(bundle, values);
  return {
    cosine: cosines.reduce((total, cosine) => total + cosine, 0) / queries,
    sameClassMass: mass / queries,
    entropy: entropy / queries,
    diagonalMass: diagonal / queries,
  };
}
