import { randnWords } from '../../random/normals.ts';
import type { Kernels } from './kernels.ts';
import type { Group, Layout } from './layout.ts';

/** Bytes of the generator's state (kernels/mersenne.ts), padded to a cache line. */
const STATE_BYTES = 2560;
const CHUNK = 16;

/** Scratch a drawer needs: generator, the chunk drawn last, four rows with the ends of their chunks, the tail. */
export function drawBytes(columns: number): number {
  return STATE_BYTES + 4 * (4 * columns + 4 * CHUNK);
}

/**
 * One thread's drawing of weights in one shard, as torch's `randn` of A_K [H·d, D] and then of A_Q would draw them
 * (reference/RNG.md, 2.3). Blocks are to be asked for in the order of the stream, so that the generator only goes
 * forward; others may be left out. H·d·D is at least 16.
 */
export class RowDrawer {
  readonly #layout: Layout;
  readonly #kernels: Kernels;
  readonly #floats: Float32Array;
  readonly #state: number;
  /** A copy of the chunk drawn last: the next block may begin within it. */
  readonly #last: number;
  readonly #out: number;
  /** Words of the stream behind the generator; −1: not seeded. */
  #drawn = -1;

  constructor(layout: Layout, kernels: Kernels, memory: WebAssembly.Memory, scratch: number) {
    this.#layout = layout;
    this.#kernels = kernels;
    this.#floats = new Float32Array(memory.buffer);
    this.#state = scratch;
    this.#last = scratch + STATE_BYTES;
    this.#out = this.#last + 4 * CHUNK;
  }

  /** Forgets the generator's place: the next block may come from anywhere, or from another seed. */
  reset(): void {
    this.#drawn = -1;
  }

  /** Draws the weights of one side (0 A_K, 1 A_Q) of a group, each times `scale`, and zeroes their moments. */
  draw(group: Group, side: 0 | 1, seed: number, scale: number): void {
    const { columns, headDim, pairsPerHead, rows: allRows, sideBytes } = this.#layout;
    const total = allRows * columns;
    const whole = total - (total % CHUNK);
    // The last 16 places are drawn anew, after the lost words, unless whole chunks end there.
    const tail = whole === total ? total : total - CHUNK;
    const start = side * randnWords(total);
    for (let p = 0; p < group.pairs; p++) {
      const firstRow = 4 * ((group.firstPair + p) % pairsPerHead);
      const rows = Math.min(4, headDim - firstRow);
      const from = (group.head * headDim + firstRow) * columns;
      const to = from + rows * columns;
      const lead = from % CHUNK;
      const first = from - lead;
      const chunks = Math.ceil((Math.min(to, whole) - first) / CHUNK);
      if (chunks > 0) this.#drawChunks(seed, start + first, chunks, scale, this.#out);
      if (to > tail) {
        const spare = this.#out + 4 * (4 * columns + 2 * CHUNK);
        this.#drawChunks(seed, start + total, 1, scale, spare);
        const anew = Math.max(from, tail);
        this.#copy(spare + 4 * (anew - tail), this.#out + 4 * (anew - first), to - anew);
      }
      const at = this.#out / 4 + lead;
      this.#floats.fill(0, at + rows * columns, at + 4 * columns);
      this.#kernels.placeRows(4 * at, group.weights + (2 * p + side) * sideBytes);
    }
  }

  /** Normals of the chunks that begin `position` words into the stream. The chunk drawn last need not be drawn again. */
  #drawChunks(seed: number, position: number, chunks: number, scale: number, out: number): void {
    let at = position;
    let left = chunks;
    let to = out;
    if (this.#drawn !== -1 && at === this.#drawn - CHUNK) {
      this.#copy(this.#last, to, CHUNK);
      at += CHUNK;
      left -= 1;
      to += 4 * CHUNK;
    }
    if (left > 0) {
      if (this.#drawn === -1 || at < this.#drawn) {
        this.#kernels.seed(this.#state, seed);
        this.#drawn = 0;
      }
      this.#kernels.skip(this.#state, at - this.#drawn);
      this.#kernels.drawNormals(this.#state, left, scale, to);
      this.#drawn = at + left * CHUNK;
    }
    this.#copy(out + 4 * CHUNK * (chunks - 1), this.#last, CHUNK);
  }

  #copy(from: number, to: number, floats: number): void {
    this.#floats.copyWithin(to / 4, from / 4, from / 4 + floats);
  }
}
