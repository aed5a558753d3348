import { cpus } from 'node:os';
import type { EngineInfo } from '../../../shared/run.ts';
import { LossHead } from '../../attention/loss.ts';
import { softmax } from '../../attention/softmax.ts';
import type { FeatureMatrix } from '../../features/matrix.ts';
import { fillNormals, normalsStarts } from '../../random/normals.ts';
import type { Engine, EngineData, EngineModel, StateTensor } from '../engine.ts';
import type { Crew } from './crew.ts';
import { DRAW } from './hand.ts';
import { PROJECT, UPDATE } from './kernels/header.ts';
import type { Layout } from './layout.ts';
import { RowAccess } from './rowAccess.ts';
import { ShardMemory } from './shardMemory.ts';

/** A tensor of fewer is drawn in another way (reference/RNG.md, 2.2). */
const LEAST_DRAWN_IN_PARALLEL = 16;

/**
 * The fused engine. A step's update waits until the next sequence is known: then one pass over the weights finishes
 * the one and projects the other, block by block, while a block is in cache. Whoever reads state first has the update
 * finished alone, which changes no bit.
 */
export class WasmEngine implements Engine {
  readonly info: EngineInfo;
  readonly model: EngineModel;
  readonly #data: EngineData;
  readonly #layout: Layout;
  readonly #crew: Crew;
  readonly #drawing: Float64Array;
  readonly #lossHead: LossHead;
  readonly #labels: Int32Array;
  readonly #scores: Float64Array;
  readonly #attention: Float64Array;
  readonly #gradient: Float64Array;
  readonly #line: Float64Array;
  /** [N, N] */
  readonly #sums: Float64Array;
  #shards: readonly ShardMemory[];
  #rows: RowAccess | null;
  /** Which of the two sequences is the next one; the other's update may wait. */
  #next: 0 | 1 = 0;
  #updateWaits = false;
  #stepCount = 0;

  constructor(
    model: EngineModel,
    data: EngineData,
    layout: Layout,
    memories: readonly WebAssembly.Memory[],
    drawing: Float64Array,
    crew: Crew,
    version: string,
  ) {
    const { heads, sequenceLength: n } = model;
    const threads = crew.threads;
    const device = `${cpus()[0]?.model.trim() ?? 'CPU'}, ${threads} thread${threads === 1 ? '' : 's'}`;
    this.info = { name: 'wasm', version, device, threads };
    this.model = model;
    this.#data = data;
    this.#layout = layout;
    this.#crew = crew;
    this.#drawing = drawing;
    this.#lossHead = new LossHead(heads, n, model);
    this.#labels = new Int32Array(n);
    this.#scores = new Float64Array(heads * n * n);
    this.#attention = new Float64Array(heads * n * n);
    this.#gradient = new Float64Array(heads * n * n);
    this.#line = new Float64Array(n);
    this.#sums = new Float64Array(layout.paddedLength ** 2);
    this.#shards = layout.shards.map(
      (shard, index) => new ShardMemory(layout, shard, model, memories[index]!),
    );
    this.#rows = new RowAccess(layout, memories);
  }

  get stepCount(): number {
    return this.#stepCount;
  }

  setStepCount(steps: number): void {
    this.settle();
    this.#stepCount = steps;
  }

  async initialise(seed: number): Promise<void> {
    const { init, features } = this.model;
    const scale = init === 'scaled' ? Math.sqrt(2 / features) : 1;
    this.#updateWaits = false;
    this.#stepCount = 0;
    if (this.#layout.rows * features < LEAST_DRAWN_IN_PARALLEL) return this.#initialiseFew(seed, scale);
    this.#drawing[0] = seed;
    this.#drawing[1] = scale;
    await this.#crew.runInOrder(DRAW, 2 * this.#layout.groups.length);
  }

  step(rows: Int32Array): number {
    const { sequenceLength: n, heads, features } = this.model;
    if (rows.length !== n) throw new RangeError(`a step takes ${n} rows, not ${rows.length}`);
    const { train, trainLabels } = this.#data;
    this.#project(train, rows);
    for (let i = 0; i < n; i++) this.#labels[i] = trainLabels[rows[i]!]!;
    const loss = this.#lossHead.lossAndGradient(this.#scores, this.#labels, this.#attention, this.#gradient);
    for (const shard of this.#shards) {
      shard.writeScoreGradient(this.#gradient, heads, n, 1 / Math.sqrt(features));
    }
    this.#next = this.#next === 0 ? 1 : 0;
    this.#updateWaits = true;
    this.#stepCount += 1;
    return loss;
  }

  settle(): void {
    if (this.#updateWaits) this.#pass(0);
  }

  attention(split: 'train' | 'test', rows: Int32Array): Float32Array {
    const { heads, sequenceLength, softmaxOver } = this.model;
    const n = rows.length;
    if (n < 2 || n > sequenceLength) {
      throw new RangeError(`attention takes 2 to ${sequenceLength} rows, not ${n}`);
    }
    this.settle();
    this.#project(this.#data[split], rows);
    const attention = new Float32Array(heads * n * n);
    for (let h = 0; h < heads; h++) softmax(this.#scores, attention, h * n * n, n, softmaxOver, this.#line);
    return attention;
  }

  async readRows(tensor: StateTensor, fromRow: number, toRow: number): Promise<Float32Array> {
    this.settle();
    return this.#access().read(tensor, fromRow, toRow);
  }

  async writeRows(tensor: StateTensor, fromRow: number, values: Float32Array): Promise<void> {
    this.settle();
    this.#access().write(tensor, fromRow, values);
  }

  async dispose(): Promise<void> {
    this.#shards = [];
    this.#rows = null;
    await this.#crew.dispose();
  }

  /** S of a sequence, [H, n', n'] at the start of #scores, finishing the update that waits on the way. */
  #project(features: FeatureMatrix, rows: Int32Array): void {
    const n = rows.length;
    const { heads } = this.model;
    for (let i = 0; i < n; i++) {
      const row = rows[i]!;
      if (!(row >= 0 && row < features.sparse.rows)) throw new RangeError(`no such document: ${row}`);
    }
    for (const shard of this.#shards) shard.writeSequence(this.#next, features, rows);
    this.#pass(PROJECT);
    for (let head = 0; head < heads; head++) this.#sumScores(head, n);
  }

  /** S [n, n] of a head = the sum of its partial scores / √D. */
  #sumScores(head: number, n: number): void {
    const padded = Math.ceil(n / 4) * 4;
    const sums = this.#sums;
    sums.fill(0);
    for (let s = 0; s < this.#shards.length; s++) {
      this.#shards[s]!.addPartials(this.#crew.hand.kernels(s), head, padded * padded, sums);
    }
    const scale = 1 / Math.sqrt(this.model.features);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) this.#scores[(head * n + i) * n + j] = sums[i * padded + j]! * scale;
    }
  }

  /** One pass over all weights: `what`, and the update that waits. */
  #pass(what: number): void {
    const update = this.#updateWaits ? UPDATE : 0;
    for (const shard of this.#shards) {
      shard.choose(this.#next);
      if (update !== 0) shard.writeOptimiser(this.model.learningRate, this.#stepCount);
    }
    this.#crew.run(what + update, this.#layout.groups.length);
    this.#updateWaits = false;
  }

  async #initialiseFew(seed: number, scale: number): Promise<void> {
    const total = this.#layout.rows * this.#layout.columns;
    const zeros = new Float32Array(total);
    const starts = normalsStarts(seed, [total, total]);
    for (const [side, tensor] of (['A_K', 'A_Q'] as const).entries()) {
      const values = new Float32Array(total);
      fillNormals({ seed, ...starts[side]!, total, from: 0, to: total, scale }, values);
      await this.writeRows(tensor, 0, values);
    }
    if (!this.#layout.adam) return;
    for (const tensor of ['m_K', 'v_K', 'm_Q', 'v_Q'] as const) await this.writeRows(tensor, 0, zeros);
  }

  #access(): RowAccess {
    if (this.#rows === null) throw new Error('the wasm engine was disposed of');
    return this.#rows;
  }
}
