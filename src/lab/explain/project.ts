import type { FeatureMatrix } from '../features/matrix.ts';
import type { Projection, WeightRows } from './weightRows.ts';

/**
 * P [N, H·d] = X·Aᵀ: keys or queries of every document of a split, float32, in one pass over the weights. A row of A
 * stays in the processor's cache while all documents' terms are looked up in it.
 */
export async function projectSplit(
  weights: WeightRows,
  projection: Projection,
  matrix: FeatureMatrix,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { heads, headDim, features: D } = weights.sizes;
  const R = heads * headDim;
  const { indptr, indices, values, rows: N } = matrix.sparse;
  const constant = -matrix.mean / matrix.std;
  const P = new Float32Array(N * R);
  for await (const chunk of weights.read(projection, 0, R)) {
    signal.throwIfAborted();
    for (let r = 0; r < chunk.count; r += 1) {
      const from = r * D;
      let sum = 0;
      for (let c = 0; c < D; c += 1) sum += chunk.values[from + c]!;
      const share = sum * constant;
      for (let i = 0; i < N; i += 1) {
        let product = 0;
        for (let at = indptr[i]!; at < indptr[i + 1]!; at += 1) {
          product += values[at]! * chunk.values[from + indices[at]!]!;
        }
        P[i * R + chunk.fromRow + r] = product / matrix.std + share;
      }
    }
  }
  return P;
}
