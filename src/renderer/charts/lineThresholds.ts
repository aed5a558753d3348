import type { AttentionBundle } from '../../shared/attention.ts';
import { headValues } from '../../shared/attention.ts';
import { massThresholds } from './headViewLines.ts';

/** Which weights a head view draws as lines. */
export type LineRule =
  /** Each query's largest up to a share of its mass, 0 to 1. */
  | { readonly kind: 'mass'; readonly share: number }
  /** Each query's k largest. */
  | { readonly kind: 'top'; readonly count: number }
  /** All of at least this size. */
  | { readonly kind: 'above'; readonly value: number };

/** The smallest weight drawn of each query and head, [heads, queries]; equal weights are drawn together. */
export function lineThresholds(bundle: AttentionBundle, layer: number, rule: LineRule): Float32Array {
  switch (rule.kind) {
    case 'mass':
      return massThresholds(bundle, layer, rule.share);
    case 'top':
      return topThresholds(bundle, layer, rule.count);
    case 'above':
      return new Float32Array(bundle.heads * bundle.queries).fill(rule.value);
  }
}

function topThresholds(bundle: AttentionBundle, layer: number, count: number): Float32Array {
  const { heads, keys, queries } = bundle;
  const thresholds = new Float32Array(heads * queries);
  if (count >= keys) return thresholds;
  const column = new Float32Array(keys);
  for (let head = 0; head < heads; head += 1) {
    const values = headValues(bundle, layer, head);
    for (let query = 0; query < queries; query += 1) {
      for (let key = 0; key < keys; key += 1) column[key] = Math.abs(values[key * queries + query]!);
      column.sort();
      thresholds[head * queries + query] = column[keys - Math.max(1, count)]!;
    }
  }
  return thresholds;
}

/** How many lines a rule draws of the heads that are on. */
export function countLines(
  bundle: AttentionBundle,
  layer: number,
  thresholds: Float32Array,
  heads: readonly boolean[],
): number {
  let lines = 0;
  for (let head = 0; head < bundle.heads; head += 1) {
    if (heads[head] === false) continue;
    const values = headValues(bundle, layer, head);
    for (let query = 0; query < bundle.queries; query += 1) {
      const threshold = thresholds[head * bundle.queries + query]!;
      for (let key = 0; key < bundle.keys; key += 1) {
        const size = Math.abs(values[key * bundle.queries + query]!);
        if (size > 0 && size >= threshold) lines += 1;
      }
    }
  }
  return lines;
}
