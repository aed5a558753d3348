import type { EngineModel } from '../engine/engine.ts';

/** A projection: A_K for keys, A_Q for queries. */
export type Projection = 'A_K' | 'A_Q';

/** The sizes that say what a row is: head h has rows h·d to (h + 1)·d of D values. */
export type WeightSizes = Pick<EngineModel, 'heads' | 'headDim' | 'features'>;

/** Whole rows of a projection, in order. `values` is [count, D], valid until the next chunk is asked for. */
export interface RowChunk {
  readonly fromRow: number;
  readonly count: number;
  readonly values: Float32Array;
}

/**
 * Weights as they can be read: row after row. What explanations need of them (columns, products) is gathered in one
 * pass, so that 258 MB a matrix never lie in memory at once.
 */
export interface WeightRows {
  readonly sizes: WeightSizes;
  /** Rows [fromRow, toRow) of a projection. Throws what reading throws. */
  readonly read: (projection: Projection, fromRow: number, toRow: number) => AsyncIterable<RowChunk>;
}

/** Rows in chunks of about this many bytes: large enough for a disk, small enough to stay in a cache. */
export const CHUNK_BYTES = 4 * 2 ** 20;

/** As many whole rows of D values as a chunk holds; at least one. */
export function rowsAChunk(features: number): number {
  return Math.max(1, Math.floor(CHUNK_BYTES / (features * 4)));
}

export function refuseRows({ heads, headDim }: WeightSizes, fromRow: number, toRow: number): void {
  if (fromRow >= 0 && fromRow <= toRow && toRow <= heads * headDim) return;
  throw new RangeError(`no such rows of ${heads} heads of ${headDim}: ${fromRow} to ${toRow}`);
}
