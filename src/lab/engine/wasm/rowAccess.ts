import type { StateTensor } from '../engine.ts';
import type { Layout } from './layout.ts';

/** Where one row of a tensor lies: element j is float `first + 4·j` of the shard's memory. */
interface RowPlace {
  readonly shard: number;
  readonly first: number;
}

const SIDES: Record<StateTensor, number> = { A_K: 0, m_K: 0, v_K: 0, A_Q: 1, m_Q: 1, v_Q: 1 };
const PARTS: Record<StateTensor, number> = { A_K: 0, A_Q: 0, m_K: 1, m_Q: 1, v_K: 2, v_Q: 2 };

/** Row-major rows in and out of the interleaved blocks. */
export class RowAccess {
  readonly #layout: Layout;
  readonly #floats: readonly Float32Array[];

  constructor(layout: Layout, memories: readonly WebAssembly.Memory[]) {
    this.#layout = layout;
    this.#floats = memories.map((memory) => new Float32Array(memory.buffer));
  }

  /** A copy of rows [fromRow, toRow) of a tensor. Throws a RangeError if there are no such rows. */
  read(tensor: StateTensor, fromRow: number, toRow: number): Float32Array {
    this.#assertRows(tensor, fromRow, toRow);
    const { columns } = this.#layout;
    const values = new Float32Array((toRow - fromRow) * columns);
    for (let row = fromRow; row < toRow; row++) {
      const { shard, first } = this.#locate(tensor, row);
      const floats = this.#floats[shard]!;
      const out = (row - fromRow) * columns;
      for (let j = 0; j < columns; j++) values[out + j] = floats[first + 4 * j]!;
    }
    return values;
  }

  /** Overwrites rows from `fromRow` on. Throws a RangeError if there are no such rows or `values` are no whole ones. */
  write(tensor: StateTensor, fromRow: number, values: Float32Array): void {
    const { columns, headDim } = this.#layout;
    const toRow = fromRow + values.length / columns;
    this.#assertRows(tensor, fromRow, toRow);
    for (let row = fromRow; row < toRow; row++) {
      const { shard, first } = this.#locate(tensor, row);
      const floats = this.#floats[shard]!;
      const from = (row - fromRow) * columns;
      for (let j = 0; j < columns; j++) floats[first + 4 * j] = values[from + j]!;
      // The rows that pad a head's last block must be zero; a diverged run may have left NaN there.
      if (row % headDim === headDim - 1) {
        for (let lane = (headDim - 1) % 4; lane < 3; lane++) {
          const padding = first - ((headDim - 1) % 4) + lane + 1;
          for (let j = 0; j < columns; j++) floats[padding + 4 * j] = 0;
        }
      }
    }
  }

  #locate(tensor: StateTensor, row: number): RowPlace {
    const { headDim, pairsPerGroup, groupsPerHead, groups, sideBytes, blockBytes } = this.#layout;
    const head = Math.floor(row / headDim);
    const inHead = row % headDim;
    const pair = Math.floor(inHead / 4);
    const group = groups[head * groupsPerHead + Math.floor(pair / pairsPerGroup)]!;
    const side = 2 * (pair % pairsPerGroup) + SIDES[tensor];
    const address = group.weights + side * sideBytes + PARTS[tensor] * blockBytes;
    return { shard: group.shard, first: address / 4 + (inHead % 4) };
  }

  #assertRows(tensor: StateTensor, fromRow: number, toRow: number): void {
    if (PARTS[tensor] > 0 && !this.#layout.adam) throw new RangeError(`SGD keeps no moments: ${tensor}`);
    const whole = Number.isInteger(fromRow) && Number.isInteger(toRow);
    if (!whole || fromRow < 0 || toRow < fromRow || toRow > this.#layout.rows) {
      throw new RangeError(`no rows ${fromRow} to ${toRow} of ${tensor} with ${this.#layout.rows}`);
    }
  }
}
