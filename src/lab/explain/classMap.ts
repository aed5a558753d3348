import type { ClassAttention } from '../../shared/explain.ts';
import { softmax, type SoftmaxAxis } from '../attention/softmax.ts';

/** Test documents' classes, and how long a sequence is. */
export interface ClassedSequences {
  /** [N] class index of each test document. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** n */
  readonly length: number;
}

/**
 * Attention of every complete test sequence summed by class. `attentionOf` gives one sequence's, [H, n, n] key ×
 * query, by its first row; the array may be reused.
 */
export async function classAttention(
  { labels, classes, length: n }: ClassedSequences,
  heads: number,
  attentionOf: (fromRow: number) => ArrayLike<number> | Promise<ArrayLike<number>>,
): Promise<ClassAttention> {
  const S = Math.floor(labels.length / n);
  const C = classes.length;
  const mass = new Float32Array(S * heads * C * C);
  const counts = new Int32Array(S * C);
  const cosines = new Float32Array(S * heads);
  const sums = new Float64Array(C * C);
  for (let s = 0; s < S; s += 1) {
    const own = labels.subarray(s * n, (s + 1) * n);
    for (const label of own) counts[s * C + label]! += 1;
    const attention = await attentionOf(s * n);
    for (let h = 0; h < heads; h += 1) {
      sums.fill(0);
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          sums[own[i]! * C + own[j]!]! += attention[(h * n + i) * n + j]!;
        }
      }
      mass.set(sums, (s * heads + h) * C * C);
      cosines[s * heads + h] = meanCosine(attention, h * n * n, own);
    }
  }
  return { heads, sequences: S, classes, mass, counts, cosines };
}

/** Mean over queries of the cosine between a column of the map at `offset` and its label mask. */
function meanCosine(attention: ArrayLike<number>, offset: number, labels: Int32Array): number {
  const n = labels.length;
  let total = 0;
  for (let j = 0; j < n; j += 1) {
    let [inside, squares, same] = [0, 0, 0];
    for (let i = 0; i < n; i += 1) {
      const value = attention[offset + i * n + j]!;
      squares += value * value;
      if (labels[i] !== labels[j]) continue;
      inside += value;
      same += 1;
    }
    total += squares === 0 ? 0 : inside / Math.sqrt(squares * same);
  }
  return total / n;
}

/** One sequence's attention from all documents' keys and queries [N, H·d]; the returned array is reused. */
export function sequenceAttention(
  keys: Float32Array,
  queries: Float32Array,
  sizes: { readonly heads: number; readonly headDim: number; readonly features: number },
  n: number,
  over: SoftmaxAxis,
): (fromRow: number) => Float64Array {
  const { heads: H, headDim: d, features: D } = sizes;
  const R = H * d;
  const scores = new Float64Array(H * n * n);
  const line = new Float64Array(n);
  return (fromRow) => {
    for (let h = 0; h < H; h += 1) {
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          const [k, q] = [(fromRow + i) * R + h * d, (fromRow + j) * R + h * d];
          let sum = 0;
          for (let r = 0; r < d; r += 1) sum += keys[k + r]! * queries[q + r]!;
          scores[(h * n + i) * n + j] = sum / Math.sqrt(D);
        }
      }
      softmax(scores, scores, h * n * n, n, over, line);
    }
    return scores;
  };
}
