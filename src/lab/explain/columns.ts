import type { Projection, WeightRows } from './weightRows.ts';

/**
 * Columns of a projection [H·d, D]: what the projection makes of one feature each, and the sum of all of them, which
 * is what it makes of the constant. Gathered once, they serve every document made of these terms.
 */
export class Columns {
  /** H·d */
  readonly rows: number;
  /** [H·d] row sums, in float64. */
  readonly sums: Float64Array;
  readonly #columns = new Map<number, Float32Array>();

  constructor(rows: number) {
    this.rows = rows;
    this.sums = new Float64Array(rows);
  }

  has(term: number): boolean {
    return this.#columns.has(term);
  }

  /** [H·d] of a term that was gathered. */
  of(term: number): Float32Array {
    const column = this.#columns.get(term);
    if (column === undefined) throw new RangeError(`the column was not gathered: ${term}`);
    return column;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#columns.size * this.rows * 4;
  }

  /** One pass over the weights for the terms that are not here yet; none if all are. Aborting throws its reason. */
  async gather(
    weights: WeightRows,
    projection: Projection,
    terms: Iterable<number>,
    signal: AbortSignal,
  ): Promise<void> {
    const missing = [...new Set(terms)].filter((term) => !this.#columns.has(term)).sort((a, b) => a - b);
    const isFirst = this.#columns.size === 0;
    if (missing.length === 0 && !isFirst) return;
    const D = weights.sizes.features;
    const gathered = missing.map(() => new Float32Array(this.rows));
    for await (const { fromRow, count, values } of weights.read(projection, 0, this.rows)) {
      signal.throwIfAborted();
      // Blocks of 16 rows: reads skip from row to row within the cache, writes run on.
      for (let block = 0; block < count; block += 16) {
        const end = Math.min(count, block + 16);
        for (let m = 0; m < missing.length; m += 1) {
          const column = gathered[m]!;
          const term = missing[m]!;
          for (let r = block; r < end; r += 1) column[fromRow + r] = values[r * D + term]!;
        }
      }
      if (!isFirst) continue;
      for (let r = 0; r < count; r += 1) this.sums[fromRow + r] = sumOf(values, r * D, D);
    }
    missing.forEach((term, m) => this.#columns.set(term, gathered[m]!));
  }
}

/** Four sums side by side: a processor adds to one while it waits for the others. */
function sumOf(values: Float32Array, from: number, length: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const end = from + length;
  let at = from;
  for (; at + 4 <= end; at += 4) {
    a += values[at]!;
    b += values[at + 1]!;
    c += values[at + 2]!;
    d += values[at + 3]!;
  }
  for (; at < end; at += 1) a += values[at]!;
  return a + b + (c + d);
}
