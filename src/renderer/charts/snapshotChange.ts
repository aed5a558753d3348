import type { AttentionBundle } from '../../shared/attention.ts';

/**
 * How much attention moved from each snapshot to the next: the mean over layers, heads and queries of half the summed
 * differences over keys, which is the share of a query's mass that went elsewhere, 0 to 1. The first is 0; so is one
 * beside a snapshot that is missing or of another shape.
 */
export function snapshotChanges(bundles: readonly (AttentionBundle | null)[]): Float64Array {
  return Float64Array.from(bundles, (bundle, index) => {
    const before = bundles[index - 1];
    if (bundle === null || before === null || before === undefined) return 0;
    if (bundle.values.length !== before.values.length) return 0;
    let sum = 0;
    for (let i = 0; i < bundle.values.length; i += 1) sum += Math.abs(bundle.values[i]! - before.values[i]!);
    return sum / 2 / (bundle.layers * bundle.heads * bundle.queries);
  });
}
