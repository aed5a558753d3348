/**
 * The one form features take: a sparse matrix and two scalars. The standardised matrix X = (Xs − mean)/std is never
 * stored dense (DESIGN section 1); a product with it is a sparse product plus a row sum.
 */

/** Compressed sparse rows, float32: row r holds entries `indptr[r]` to `indptr[r + 1]`, columns ascending. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** [rows + 1] */
  readonly indptr: Int32Array;
  /** [nnz], ascending within a row */
  readonly indices: Int32Array;
  /** [nnz] */
  readonly values: Float32Array;
}

/** N×D features of a split: entry (i, j) is `(sparse[i, j] − mean) / std`. Not standardised: mean 0, std 1. */
export interface FeatureMatrix {
  readonly sparse: SparseMatrix;
  readonly mean: number;
  readonly std: number;
}
