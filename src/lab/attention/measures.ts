import { assertNever } from '../../shared/errors.ts';
import type { MeasureSpec } from '../../shared/metrics.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import { gramOf, innerProducts, squaredDistances, type Gram } from './gram.ts';
import { softmax } from './softmax.ts';

/**
 * Untrained measures of two documents (the notebook's parts A and B), symmetric in them, so that key × query and
 * query × key agree until softmax over keys:
 *
 * - `dot`: x·y.
 * - `cosine`: x·y/(‖x‖‖y‖), 0 if either is a row of zeros.
 * - `euclidean`: −‖x − y‖, so that more is nearer.
 * - `rbf`: exp(−γ‖x − y‖²) with γ = 1/D, the default of scikit-learn's `rbf_kernel`, on the features used.
 * - `uniform`: 1/n, whatever the documents.
 *
 * Softmax takes the scores as they are, without the model's 1/√D: that is what gives the −0.5773 of dot and −0.5865 of
 * Euclidean on the notebook's test data (divided by √D both come within 0.001 of uniform, −0.5206).
 */

/** Measure of every two of `rows`, float64 [n, n], before any softmax. */
export function measureScores(spec: MeasureSpec, matrix: FeatureMatrix, rows: Int32Array): Float64Array {
  return scoresOf(spec, gramOf(matrix, rows));
}

/**
 * What a view draws of a measure: softmax over keys of its scores, or the scores themselves, [n, n] float32, key ×
 * query. Throws RangeError for a row that does not exist.
 */
export function measureAttention(spec: MeasureSpec, matrix: FeatureMatrix, rows: Int32Array): Float32Array {
  return Float32Array.from(attentionOf(spec, gramOf(matrix, rows)));
}

/** `measureScores` of rows whose products are known. */
export function scoresOf(spec: MeasureSpec, gram: Gram): Float64Array {
  const { n, features: D } = gram;
  switch (spec.kind) {
    case 'uniform':
      return new Float64Array(n * n).fill(1 / n);
    case 'dot':
      return Float64Array.from(innerProducts(gram, spec.features));
    case 'cosine':
      return cosines(innerProducts(gram, spec.features), n);
    case 'euclidean':
      // 0 − x, so that a document's distance to itself is 0 and not −0.
      return squaredDistances(gram, spec.features).map((squared) => 0 - Math.sqrt(squared));
    case 'rbf':
      return squaredDistances(gram, spec.features).map((squared) => Math.exp(-squared / D));
    default:
      return assertNever(spec.kind);
  }
}

/** `measureAttention` in float64, of rows whose products are known. */
export function attentionOf(spec: MeasureSpec, gram: Gram): Float64Array {
  const scores = scoresOf(spec, gram);
  if (spec.kind === 'uniform' || !spec.softmax) return scores;
  const attention = new Float64Array(scores.length);
  softmax(scores, attention, 0, gram.n, 'keys', new Float64Array(gram.n));
  return attention;
}

function cosines(products: Float64Array, n: number): Float64Array {
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const lengths = Math.sqrt(products[i * n + i]! * products[j * n + j]!);
      values[i * n + j] = lengths === 0 ? 0 : products[i * n + j]! / lengths;
    }
  }
  return values;
}
