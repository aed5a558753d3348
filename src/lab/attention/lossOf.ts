import { cosineLoss } from './cosineLoss.ts';
import { classSizes } from './labelMask.ts';
import { meanOverHeads, type LossOptions } from './loss.ts';
import type { Reals } from './softmax.ts';

/** The smallest normal float32: what stored attention can hold. Its log, −87.3, is the least that is counted. */
export const leastAttention = 2 ** -126;

/**
 * The training loss read off attention alone, for evaluation: `attention` [H, n, n], key × query, with the n labels of
 * its documents. Equal to `LossHead`'s but for one thing: cross-entropy takes log(max(att, 2⁻¹²⁶)), since the scores
 * are gone, so attention that has underflowed costs at most 87.3 a pair.
 */
export function lossOf(attention: Reals, labels: Int32Array, options: LossOptions): number {
  const n = labels.length;
  const heads = attention.length / (n * n);
  const sizes = new Float64Array(n);
  classSizes(labels, n, sizes);
  const of =
    options.loss === 'cosine'
      ? (matrix: Reals, offset: number) =>
          cosineLoss(matrix, offset, n, labels, sizes, new Float64Array(n), new Float64Array(n))
      : (matrix: Reals, offset: number) => crossEntropy(matrix, offset, n, labels, sizes);
  if (heads > 1 && options.headReduction === 'mean-attention') {
    const mean = new Float64Array(n * n);
    meanOverHeads(attention, heads, n, mean);
    return of(mean, 0);
  }
  let sum = 0;
  for (let h = 0; h < heads; h += 1) sum += of(attention, h * n * n);
  return sum / heads;
}

/** −meanⱼ Σᵢ T[i, j]·log att[i, j], T the label mask with columns (and, being symmetric, rows) that sum to 1. */
function crossEntropy(
  attention: Reals,
  offset: number,
  n: number,
  labels: Int32Array,
  sizes: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      if (labels[i] !== labels[j]) continue;
      const value = attention[offset + i * n + j]!;
      sum -= Math.log(value < leastAttention ? leastAttention : value) / sizes[j]!;
    }
  }
  return sum / n;
}
