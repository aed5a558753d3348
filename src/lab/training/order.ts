import type { CheckpointState } from '../checkpoint/state.ts';
import type { EngineModel } from '../engine/engine.ts';
import { epochSequences } from '../features/sequences.ts';
import { TorchGenerator, type TorchGeneratorState } from '../random/torchGenerator.ts';

/** Where training is in the data, as a checkpoint keeps it. */
export type OrderState = CheckpointState['order'];

/**
 * The order in which training meets its documents: a fresh `randperm(N)` each epoch, cut into consecutive sequences
 * of n, the incomplete last one dropped. The draws follow those of A_K and A_Q in one stream, as in the notebook.
 */
export class SequenceOrder {
  readonly #documents: number;
  readonly #length: number;
  readonly #generator: TorchGenerator;
  #epoch: number;
  #position: number;
  /** The generator before this epoch's draw. */
  #epochStart: TorchGeneratorState;
  /** This epoch's sequences, drawn when the first of them is asked for. */
  #sequences: readonly Int32Array[] | null = null;

  private constructor(
    documents: number,
    sequenceLength: number,
    generator: TorchGenerator,
    { epoch, position }: Pick<OrderState, 'epoch' | 'position'>,
  ) {
    this.#documents = documents;
    this.#length = sequenceLength;
    this.#generator = generator;
    this.#epochStart = generator.state();
    this.#epoch = epoch;
    this.#position = position;
  }

  /** The order of a new run: skips what `Engine.initialise(seed)` draws for A_K and A_Q. */
  static start(documents: number, model: EngineModel, seed: number): SequenceOrder {
    const generator = new TorchGenerator(seed);
    const weights = model.heads * model.headDim * model.features;
    generator.skipRandn(weights); // A_K [H·d, D]
    generator.skipRandn(weights); // A_Q [H·d, D]
    return new SequenceOrder(documents, model.sequenceLength, generator, { epoch: 0, position: 0 });
  }

  /** The order from where a checkpoint left it. */
  static resume(documents: number, model: EngineModel, state: OrderState): SequenceOrder {
    const generator = new TorchGenerator(0);
    const { key, position, cachedNormal } = state.generator;
    generator.restore({ engine: { key: Uint32Array.from(key), position }, cachedNormal });
    return new SequenceOrder(documents, model.sequenceLength, generator, state);
  }

  /** The next n train rows. */
  next(): Int32Array {
    this.#sequences ??= epochSequences(this.#generator.randperm(this.#documents), this.#length);
    const rows = this.#sequences[this.#position]!;
    this.#position++;
    if (this.#position === this.#sequences.length) this.#endEpoch();
    return rows;
  }

  state(): OrderState {
    const { engine, cachedNormal } = this.#epochStart;
    return {
      epoch: this.#epoch,
      position: this.#position,
      generator: { key: Array.from(engine.key), position: engine.position, cachedNormal },
    };
  }

  #endEpoch(): void {
    this.#epoch++;
    this.#position = 0;
    this.#sequences = null;
    this.#epochStart = this.#generator.state();
  }
}
