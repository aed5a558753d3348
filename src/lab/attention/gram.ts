import type { FeatureMatrix } from '../features/matrix.ts';
import type { MeasureSpec } from '../../shared/metrics.ts';

/** Inner products and sums of a sequence's sparse rows: all that any measure needs of them, raw or standardised. */
export interface Gram {
  /** Documents of the sequence. */
  readonly n: number;
  /** D */
  readonly features: number;
  /** Xs·Xsᵀ [n, n] of the rows before standardising, symmetric to the bit. */
  readonly products: Float64Array;
  /** [n] sum of each row. */
  readonly sums: Float64Array;
  readonly mean: number;
  readonly std: number;
}

/** Products of `rows` with one another, sparse with sparse. Throws RangeError for a row that does not exist. */
export function gramOf(matrix: FeatureMatrix, rows: Int32Array): Gram {
  const { indptr, indices, values, rows: documents, columns } = matrix.sparse;
  const n = rows.length;
  const products = new Float64Array(n * n);
  const sums = new Float64Array(n);
  const spread = new Float64Array(columns); // one row at a time, wiped after use
  for (let i = 0; i < n; i += 1) {
    const row = rows[i]!;
    if (!(row >= 0 && row < documents)) throw new RangeError(`no such document: row ${row}`);
    for (let k = indptr[row]!; k < indptr[row + 1]!; k += 1) {
      spread[indices[k]!] = values[k]!;
      sums[i]! += values[k]!;
    }
    for (let j = 0; j <= i; j += 1) {
      const other = rows[j]!;
      let product = 0;
      for (let k = indptr[other]!; k < indptr[other + 1]!; k += 1)
        product += values[k]! * spread[indices[k]!]!;
      products[i * n + j] = product;
      products[j * n + i] = product;
    }
    for (let k = indptr[row]!; k < indptr[row + 1]!; k += 1) spread[indices[k]!] = 0;
  }
  return { n, features: columns, products, sums, mean: matrix.mean, std: matrix.std };
}

/**
 * x·y of every two rows, [n, n]. Of standardised rows x = (xs − µ)/σ it is (xs·ys − µ(Σxs + Σys) + Dµ²)/σ²: nothing
 * dense is made.
 */
export function innerProducts(gram: Gram, features: MeasureSpec['features']): Float64Array {
  if (features === 'raw') return gram.products;
  const { n, features: D, products, sums, mean, std } = gram;
  const inner = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const crossed = mean * (sums[i]! + sums[j]!);
      inner[i * n + j] = (products[i * n + j]! - crossed + D * mean * mean) / (std * std);
    }
  }
  return inner;
}

/** ‖x − y‖² of every two rows, [n, n], 0 on the diagonal and never below. The mean cancels: standardising only scales. */
export function squaredDistances(gram: Gram, features: MeasureSpec['features']): Float64Array {
  const { n, products, std } = gram;
  const variance = features === 'raw' ? 1 : std * std;
  const squared = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const both = products[i * n + i]! + products[j * n + j]!;
      squared[i * n + j] = Math.max(0, both - 2 * products[i * n + j]!) / variance;
    }
  }
  return squared;
}
