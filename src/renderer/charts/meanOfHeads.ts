import { headValues, type AttentionBundle } from '../../shared/attention.ts';

/** Mean over those heads of a layer that are on, [keys, queries], summed in head order in float64. */
export function meanOfHeads(bundle: AttentionBundle, layer: number, heads: readonly boolean[]): Float32Array {
  const size = bundle.keys * bundle.queries;
  const sum = new Float64Array(size);
  let count = 0;
  for (let head = 0; head < bundle.heads; head += 1) {
    if (heads[head] === false) continue;
    count += 1;
    const values = headValues(bundle, layer, head);
    for (let i = 0; i < size; i += 1) sum[i]! += values[i]!;
  }
  return Float32Array.from(sum, (value) => value / Math.max(1, count));
}
