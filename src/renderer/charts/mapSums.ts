import type { AttentionBundle } from '../../shared/attention.ts';
import type { HeatmapTokens } from './heatmapLayout.ts';

/** Sums of a map [keys, queries] over its queries, one a key, and over its keys, one a query; in float64. */
export function mapSums(
  { keys, queries }: Pick<HeatmapTokens, 'keys' | 'queries'>,
  values: ArrayLike<number>,
): { readonly rows: Float64Array; readonly columns: Float64Array } {
  const rows = new Float64Array(keys);
  const columns = new Float64Array(queries);
  for (let key = 0; key < keys; key += 1) {
    for (let query = 0; query < queries; query += 1) {
      const value = values[key * queries + query]!;
      rows[key]! += value;
      columns[query]! += value;
    }
  }
  return { rows, columns };
}

/**
 * A map less its target: the label mask, divided so that it sums to what the map's lines sum to. Zero then means
 * that a key gets exactly its share of a perfect answer. Without classes, or where nothing sums to 1, null.
 */
export function lessTarget(
  bundle: Pick<AttentionBundle, 'keys' | 'queries' | 'keyTokens' | 'queryTokens'> & {
    readonly meta: Pick<AttentionBundle['meta'], 'normalisedOver'>;
  },
  values: ArrayLike<number>,
): Float32Array | null {
  const { keys, queries, keyTokens, queryTokens } = bundle;
  const over = bundle.meta.normalisedOver;
  if (over === 'none') return null;
  const same = (key: number, query: number): boolean => {
    const group = keyTokens[key]?.group ?? -1;
    return group >= 0 && group === queryTokens[query]?.group;
  };
  const lines = over === 'keys' ? queries : keys;
  const length = over === 'keys' ? keys : queries;
  const cell = (line: number, at: number): readonly [key: number, query: number] =>
    over === 'keys' ? [at, line] : [line, at];
  const result = new Float32Array(keys * queries);
  let hasTarget = false;
  for (let line = 0; line < lines; line += 1) {
    let count = 0;
    for (let at = 0; at < length; at += 1) if (same(...cell(line, at))) count += 1;
    hasTarget ||= count > 0;
    for (let at = 0; at < length; at += 1) {
      const [key, query] = cell(line, at);
      const target = same(key, query) ? 1 / count : 0;
      result[key * queries + query] = values[key * queries + query]! - target;
    }
  }
  return hasTarget ? result : null;
}

/** Place of the smallest value, the first of equals; −1 of none. */
export function indexOfSmallest(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i += 1) if (best < 0 || values[i]! < values[best]!) best = i;
  return best;
}

/** Place of the largest value, the first of equals; −1 of none. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i += 1) if (best < 0 || values[i]! > values[best]!) best = i;
  return best;
}
