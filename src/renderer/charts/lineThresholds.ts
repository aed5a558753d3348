import type { AttentionBundle } from '../../shared/attention.ts';
import { headValues } from '../../shared/attention.ts';

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

/**
 * The smallest weight drawn of each query and head, [heads, queries]: its largest weights up to `share` of its mass,
 * the one that reaches it included; equal weights are drawn together. Signed values count by size.
 */
export function massThresholds(bundle: AttentionBundle, layer: number, share: number): Float32Array {
  if (share >= 1) return new Float32Array(bundle.heads * bundle.queries);
  return eachColumn(bundle, layer, (sizes) => sizeThatReaches(sizes, share));
}

function topThresholds(bundle: AttentionBundle, layer: number, count: number): Float32Array {
  const { keys } = bundle;
  if (count >= keys) return new Float32Array(bundle.heads * bundle.queries);
  return eachColumn(bundle, layer, (sizes) => sizes.sort()[keys - Math.max(1, count)]!);
}

/** A number for each query of each head from the sizes of its weights, which may be moved about. */
function eachColumn(
  bundle: AttentionBundle,
  layer: number,
  threshold: (sizes: Float32Array) => number,
): Float32Array {
  const { heads, keys, queries } = bundle;
  const thresholds = new Float32Array(heads * queries);
  const sizes = new Float32Array(keys);
  for (let head = 0; head < heads; head += 1) {
    const values = headValues(bundle, layer, head);
    for (let query = 0; query < queries; query += 1) {
      for (let key = 0; key < keys; key += 1) sizes[key] = Math.abs(values[key * queries + query]!);
      thresholds[head * queries + query] = threshold(sizes);
    }
  }
  return thresholds;
}

const parts = 64;
const massOfParts = new Float64Array(parts);

/**
 * The size at which the sum of the largest passes a share of the whole, or the smallest if it never does. Parts the
 * range first and sorts the one part where the sum passes: to sort every column took longer than to draw it.
 */
function sizeThatReaches(sizes: Float32Array, share: number): number {
  let mass = 0;
  let largest = 0;
  for (let i = 0; i < sizes.length; i += 1) {
    const size = sizes[i]!;
    mass += size;
    if (size > largest) largest = size;
  }
  if (largest === 0) return 0;
  const scale = (parts - 1) / largest;
  massOfParts.fill(0);
  for (let i = 0; i < sizes.length; i += 1) massOfParts[(sizes[i]! * scale) | 0]! += sizes[i]!;
  let reached = 0;
  let part = parts - 1;
  for (; part > 0 && reached + massOfParts[part]! <= mass * share; part -= 1) reached += massOfParts[part]!;
  // Those of the part, moved to the front.
  let rank = 0;
  for (let i = 0; i < sizes.length; i += 1) {
    const size = sizes[i]!;
    if (((size * scale) | 0) === part) {
      sizes[rank] = size;
      rank += 1;
    }
  }
  const within = sizes.subarray(0, rank).sort();
  while (rank > 0 && reached <= mass * share) {
    rank -= 1;
    reached += within[rank]!;
  }
  return within[rank] ?? 0;
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
    for (let key = 0; key < bundle.keys; key += 1) {
      for (let query = 0; query < bundle.queries; query += 1) {
        const size = Math.abs(values[key * bundle.queries + query]!);
        if (size > 0 && size >= thresholds[head * bundle.queries + query]!) lines += 1;
      }
    }
  }
  return lines;
}
