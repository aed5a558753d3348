import type { JobBoard } from './jobBoard.ts';
import { instantiate, type Kernels } from './kernels.ts';
import type { Layout } from './layout.ts';
import { RowDrawer } from './rowDrawer.ts';

/** The job of drawing weights: two tasks a group, all of A_K before A_Q. Other jobs are sums of UPDATE and PROJECT. */
export const DRAW = 4;

/** What all threads share. */
export interface Tools {
  readonly module: WebAssembly.Module;
  readonly memories: readonly WebAssembly.Memory[];
  readonly layout: Layout;
  /** [2]: seed and scale of a drawing. */
  readonly drawing: Float64Array;
}

interface Station {
  readonly kernels: Kernels;
  readonly drawer: RowDrawer;
  readonly scratch: number;
}

/** One thread's part in the jobs: it can do any task, in any shard. */
export class Hand {
  readonly #thread: number;
  readonly #board: JobBoard;
  readonly #tools: Tools;
  readonly #stations: readonly Station[];

  constructor(thread: number, board: JobBoard, tools: Tools) {
    this.#thread = thread;
    this.#board = board;
    this.#tools = tools;
    this.#stations = tools.layout.shards.map((shard, index) => {
      const memory = tools.memories[index]!;
      const kernels = instantiate(tools.module, memory);
      const scratch = shard.scratch + thread * shard.scratchBytes;
      return { kernels, scratch, drawer: new RowDrawer(tools.layout, kernels, memory, scratch) };
    });
  }

  /** The kernels over a shard. */
  kernels(shard: number): Kernels {
    return this.#stations[shard]!.kernels;
  }

  /** To be called when a job begins. */
  begin(): void {
    for (const station of this.#stations) station.drawer.reset();
  }

  /** Does one task of the open job; false if none is left. */
  work(): boolean {
    const task = this.#board.claim(this.#thread);
    if (task === -1) return false;
    if (this.#board.job === DRAW) this.#draw(task);
    else this.#pass(this.#board.job, task);
    this.#board.advance();
    return true;
  }

  #pass(what: number, task: number): void {
    const { shard, head, pairs, weights, kept, partial } = this.#tools.layout.groups[task]!;
    const { kernels, scratch } = this.#stations[shard]!;
    kernels.pass(what, head, pairs, weights, kept, partial, scratch);
  }

  #draw(task: number): void {
    const { groups } = this.#tools.layout;
    const [seed, scale] = this.#tools.drawing;
    const group = groups[task % groups.length]!;
    this.#stations[group.shard]!.drawer.draw(group, task < groups.length ? 0 : 1, seed!, scale!);
  }
}
