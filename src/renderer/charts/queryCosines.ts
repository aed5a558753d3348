import type { HeatmapTokens } from './heatmapLayout.ts';

/**
 * Each query's cosine between its attention column and the label mask of its class (1 where the key has it), 0 to 1
 * for attention: minus their mean is the notebook's loss. `values` is [keys, queries]; zero columns give 0.
 */
export function queryCosines(tokens: HeatmapTokens, values: ArrayLike<number>): Float64Array {
  const { keys, queries, keyTokens, queryTokens } = tokens;
  const cosines = new Float64Array(queries);
  for (let query = 0; query < queries; query += 1) {
    const group = queryTokens[query]?.group ?? -1;
    let [dot, square, same] = [0, 0, 0];
    for (let key = 0; key < keys; key += 1) {
      const value = values[key * queries + query]!;
      square += value * value;
      if (group < 0 || keyTokens[key]?.group !== group) continue;
      dot += value;
      same += 1;
    }
    cosines[query] = square === 0 || same === 0 ? 0 : dot / Math.sqrt(square * same);
  }
  return cosines;
}
