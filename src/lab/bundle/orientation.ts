import type { SumsToOne } from '../../shared/imports.ts';

/** A sum of a few thousand float16 shares is off by at most this. */
const tolerance = 0.01;

/** Rows (or columns) that are all zero are padding; the others have to sum to 1. */
export function sumsToOne(matrix: Float32Array, rows: number, columns: number): SumsToOne {
  const rowSums = new Float64Array(rows);
  const columnSums = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = matrix[row * columns + column] ?? 0;
      if (value < -tolerance) return 'neither';
      rowSums[row] = (rowSums[row] ?? 0) + value;
      columnSums[column] = (columnSums[column] ?? 0) + value;
    }
  }
  const [byRows, byColumns] = [areShares(rowSums), areShares(columnSums)];
  if (byRows && byColumns) return 'both';
  if (byRows) return 'rows';
  return byColumns ? 'columns' : 'neither';
}

function areShares(sums: Float64Array): boolean {
  const filled = sums.filter((sum) => sum > tolerance);
  return filled.length > 0 && filled.every((sum) => Math.abs(sum - 1) <= tolerance);
}

/** What several matrices of one model agree on: uniform attention says `both`, another head decides. */
export function agree(found: readonly SumsToOne[]): SumsToOne {
  const rows = found.every((one) => one === 'rows' || one === 'both');
  const columns = found.every((one) => one === 'columns' || one === 'both');
  if (rows && columns) return found.length === 0 ? 'neither' : 'both';
  if (rows) return 'rows';
  return columns ? 'columns' : 'neither';
}
