import type { Reals } from '../attention/softmax.ts';
import type { FeatureMatrix } from '../features/matrix.ts';

/**
 * Dense rows and products for the reference engine: row-major, every sum in float64 and ascending order, rounded
 * only where the result is stored.
 */

/** Rows of the standardised features as they would stand dense: X [n, D], for n = rows.length. */
export function denseRows(features: FeatureMatrix, rows: Int32Array, X: Reals): void {
  const { sparse, mean, std } = features;
  const D = sparse.columns;
  X.fill((0 - mean) / std, 0, rows.length * D);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    for (let k = sparse.indptr[row]!; k < sparse.indptr[row + 1]!; k += 1) {
      X[i * D + sparse.indices[k]!] = (sparse.values[k]! - mean) / std;
    }
  }
}

/** P [r, n] = A [r, D] · Xᵀ [D, n]: keys or queries from a projection and the rows of a sequence. */
export function project(A: Float32Array, X: Reals, r: number, n: number, D: number, P: Reals): void {
  for (let row = 0; row < r; row += 1) {
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let c = 0; c < D; c += 1) sum += A[row * D + c]! * X[i * D + c]!;
      P[row * n + i] = sum;
    }
  }
}

/** S [n, n] at `offset` = scale · Kᵀ [n, d] · Q [d, n], for the d rows of K and Q from `fromRow` on. */
export function keyQueryProducts(
  K: Reals,
  Q: Reals,
  fromRow: number,
  d: number,
  n: number,
  scale: number,
  S: Reals,
  offset: number,
): void {
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      let sum = 0;
      for (let r = fromRow; r < fromRow + d; r += 1) sum += K[r * n + i]! * Q[r * n + j]!;
      S[offset + i * n + j] = sum * scale;
    }
  }
}

/** dK [d, n] = scale · Q [d, n] · dSᵀ [n, n], the d rows from `fromRow` on, dS at `offset`. */
export function keyGradient(
  Q: Reals,
  dS: Reals,
  offset: number,
  fromRow: number,
  d: number,
  n: number,
  scale: number,
  dK: Reals,
): void {
  for (let r = fromRow; r < fromRow + d; r += 1) {
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let j = 0; j < n; j += 1) sum += Q[r * n + j]! * dS[offset + i * n + j]!;
      dK[r * n + i] = sum * scale;
    }
  }
}

/** dQ [d, n] = scale · K [d, n] · dS [n, n], the d rows from `fromRow` on, dS at `offset`. */
export function queryGradient(
  K: Reals,
  dS: Reals,
  offset: number,
  fromRow: number,
  d: number,
  n: number,
  scale: number,
  dQ: Reals,
): void {
  for (let r = fromRow; r < fromRow + d; r += 1) {
    for (let j = 0; j < n; j += 1) {
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += K[r * n + i]! * dS[offset + i * n + j]!;
      dQ[r * n + j] = sum * scale;
    }
  }
}

/** One row of a projection's gradient, [D] = dP[row] [n] · X [n, D]. */
export function projectionGradientRow(
  dP: Reals,
  row: number,
  X: Reals,
  n: number,
  D: number,
  gradient: Reals,
): void {
  for (let c = 0; c < D; c += 1) {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += dP[row * n + i]! * X[i * D + c]!;
    gradient[c] = sum;
  }
}
