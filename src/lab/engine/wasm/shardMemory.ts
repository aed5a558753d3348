import { LabError } from '../../../shared/errors.ts';
import type { FeatureMatrix } from '../../features/matrix.ts';
import type { EngineModel } from '../engine.ts';
import {
  ADAM,
  BLOCK_BYTES,
  COLUMNS,
  EPSILON,
  FIRST_SHARE,
  HEADER_BYTES,
  KEPT_BYTES,
  NEXT,
  PAST,
  SCORE_GRADIENT,
  SCORE_GRADIENT_SWAPPED,
  SECOND_KEPT,
  SECOND_SHARE,
  SETTLE,
  SETTLE_EVERY,
  SIDE_BYTES,
  STEP_SIZE,
} from './kernels/header.ts';
import type { Kernels } from './kernels.ts';
import type { Layout, Shard } from './layout.ts';
import { SequenceWriter } from './sequenceWriter.ts';

const PAGE = 65_536;
const BETA1 = 0.9;
const BETA2 = 0.999;

/** The shared memories of a layout. Throws `LabError('out-of-memory')`. */
export function allocate(layout: Layout): WebAssembly.Memory[] {
  return layout.shards.map(({ bytes }) => {
    const pages = Math.ceil(bytes / PAGE);
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    } catch (cause) {
      throw new LabError(
        'out-of-memory',
        `cannot allocate ${(bytes / 2 ** 30).toFixed(1)} GiB for the model`,
        {
          hint: 'Choose a smaller head dimension, or close other programs',
          cause,
        },
      );
    }
  });
}

/** The calling thread's view of a shard: what it tells the kernels before a job, and reads after it. */
export class ShardMemory {
  readonly #layout: Layout;
  readonly #shard: Shard;
  readonly #words: Int32Array;
  readonly #numbers: Float32Array;
  readonly #sequences: readonly [SequenceWriter, SequenceWriter];
  readonly #scoreGradient: Float32Array;
  readonly #scoreGradientSwapped: Float32Array;
  readonly #sums: Float64Array;

  constructor(layout: Layout, shard: Shard, model: EngineModel, memory: WebAssembly.Memory) {
    const { buffer } = memory;
    const matrix = layout.paddedLength ** 2;
    this.#layout = layout;
    this.#shard = shard;
    this.#words = new Int32Array(buffer, 0, HEADER_BYTES / 4);
    this.#numbers = new Float32Array(buffer, 0, HEADER_BYTES / 4);
    const writer = (which: 0 | 1): SequenceWriter =>
      new SequenceWriter(layout, model.sequenceLength, memory, shard.sequences[which]);
    this.#sequences = [writer(0), writer(1)];
    this.#scoreGradient = new Float32Array(buffer, shard.scoreGradient, model.heads * matrix);
    this.#scoreGradientSwapped = new Float32Array(buffer, shard.scoreGradientSwapped, model.heads * matrix);
    this.#sums = new Float64Array(buffer, shard.sums, matrix);

    this.#words[COLUMNS / 4] = layout.columns;
    this.#words[BLOCK_BYTES / 4] = layout.blockBytes;
    this.#words[SIDE_BYTES / 4] = layout.sideBytes;
    this.#words[KEPT_BYTES / 4] = layout.keptBytes;
    this.#words[ADAM / 4] = layout.adam ? 1 : 0;
    this.#words[SCORE_GRADIENT / 4] = shard.scoreGradient;
    this.#words[SCORE_GRADIENT_SWAPPED / 4] = shard.scoreGradientSwapped;
    this.#numbers[FIRST_SHARE / 4] = 1 - BETA1;
    this.#numbers[SECOND_KEPT / 4] = BETA2;
    this.#numbers[SECOND_SHARE / 4] = 1 - BETA2;
    this.choose(0);
  }

  /** Says which of the two sequences is next; the other is the past one. */
  choose(next: 0 | 1): void {
    this.#words[NEXT / 4] = this.#shard.sequences[next].header;
    this.#words[PAST / 4] = this.#shard.sequences[next === 0 ? 1 : 0].header;
  }

  writeSequence(which: 0 | 1, features: FeatureMatrix, rows: Int32Array): void {
    this.#sequences[which].write(features, rows);
  }

  /** What update number `step` (from 1) works with. */
  writeOptimiser(learningRate: number, step: number): void {
    const numbers = this.#numbers;
    const correction = Math.sqrt(1 - BETA2 ** step);
    numbers[STEP_SIZE / 4] = this.#layout.adam
      ? (learningRate * correction) / (1 - BETA1 ** step)
      : learningRate;
    numbers[EPSILON / 4] = 1e-8 * correction;
    this.#words[SETTLE / 4] = step % SETTLE_EVERY === 0 ? 1 : 0;
  }

  /** Stores `scale` · dLoss/dS, from [H, n, n]. */
  writeScoreGradient(gradient: Float64Array, heads: number, n: number, scale: number): void {
    const padded = this.#layout.paddedLength;
    for (let h = 0; h < heads; h++) {
      const head = h * padded * padded;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const value = gradient[(h * n + i) * n + j]! * scale;
          this.#scoreGradient[head + i * padded + j] = value;
          this.#scoreGradientSwapped[head + j * padded + i] = value;
        }
      }
    }
  }

  /** Adds one head's partial scores of `size` numbers that lie in this shard to `sums` [size], in their order. */
  addPartials(kernels: Kernels, head: number, size: number, sums: Float64Array): void {
    const { groups, groupsPerHead } = this.#layout;
    const first = Math.max(this.#shard.firstGroup, head * groupsPerHead);
    const end = Math.min(this.#shard.endGroup, (head + 1) * groupsPerHead);
    if (first >= end) return;
    this.#sums.set(sums);
    for (let g = first; g < end; g++) kernels.addPartial(groups[g]!.partial, size, this.#shard.sums);
    sums.set(this.#sums);
  }
}
