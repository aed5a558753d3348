import { availableParallelism } from 'node:os';
import type { EngineInfo } from '../../../shared/run.ts';
import { LossHead } from '../../attention/loss.ts';
import { softmax } from '../../attention/softmax.ts';
import type { FeatureMatrix } from '../../features/matrix.ts';
import { denseRows } from '../dense.ts';
import {
  adamTensors,
  weightTensors,
  type Engine,
  type EngineData,
  type EngineModel,
  type StateTensor,
} from '../engine.ts';
import { AdamUpdater } from './adam.ts';
import { DescentUpdater } from './descent.ts';
import { deviceName } from './device.ts';
import { drawWeights } from './drawWeights.ts';
import { Eager } from './eager.ts';
import type { NativeBinding, TensorId } from './native.ts';
import type { Updater } from './updater.ts';
import { RowBlocks } from './variables.ts';

/**
 * The engine on TensorFlow's kernels, GPU or processor. Matrices stay in TensorFlow but for the scores: they come out
 * ([H, n, n] floats), the loss and its gradient are `LossHead`'s as in every engine, and dS goes back in.
 *
 * X is uploaded dense: at D = d = 8026 the dense products took 25 ms, the sparse ones as long and a row sum besides
 * (or, with the weights as the contract wants them, 186 ms); at d = 64 either takes 0.3 ms.
 */
export class TensorflowEngine implements Engine {
  readonly info: EngineInfo;
  readonly model: EngineModel;
  readonly #data: EngineData;
  readonly #eager: Eager;
  readonly #blockBytes: number;
  readonly #updater: Updater;
  /** Made when first asked for, so that moments do not lie about while weights are drawn. */
  readonly #tensors = new Map<StateTensor, RowBlocks>();
  readonly #lossHead: LossHead;
  readonly #labels: Int32Array;
  readonly #X: Float32Array;
  readonly #scores: Float64Array;
  readonly #attention: Float64Array;
  readonly #gradient: Float32Array;
  readonly #line: Float64Array;
  #stepCount = 0;
  #disposed = false;

  constructor(
    model: EngineModel,
    data: EngineData,
    binding: NativeBinding,
    threads: number,
    blockBytes: number,
  ) {
    const { heads: H, features: D, sequenceLength: n, optimiser, learningRate } = model;
    const count = threads > 0 ? threads : availableParallelism();
    const device = deviceName(binding.isUsingGpuDevice(), count);
    this.info = { name: 'tensorflow', version: binding.TF_Version, device, threads: count };
    this.model = model;
    this.#data = data;
    this.#eager = new Eager(binding);
    this.#blockBytes = blockBytes;
    this.#updater =
      optimiser === 'adam'
        ? new AdamUpdater(this.#eager, learningRate)
        : new DescentUpdater(this.#eager, learningRate);
    this.#lossHead = new LossHead(H, n, model);
    this.#labels = new Int32Array(n);
    this.#X = new Float32Array(n * D);
    this.#scores = new Float64Array(H * n * n);
    this.#attention = new Float64Array(H * n * n);
    this.#gradient = new Float32Array(H * n * n);
    this.#line = new Float64Array(n);
  }

  get stepCount(): number {
    return this.#stepCount;
  }

  setStepCount(steps: number): void {
    this.#stepCount = steps;
  }

  async initialise(seed: number): Promise<void> {
    const { heads: H, headDim: d, features: D, init } = this.model;
    this.#freeTensors();
    const takers = weightTensors.map((name) => (values: Float32Array) => this.#tensor(name).write(0, values));
    const scale = init === 'scaled' ? Math.sqrt(2 / D) : 1;
    await drawWeights(seed, H * d * D, scale, this.info.threads, takers);
    this.#stepCount = 0;
  }

  step(rows: Int32Array): number {
    const { sequenceLength: n } = this.model;
    if (rows.length !== n) throw new RangeError(`a step takes ${n} rows, not ${rows.length}`);
    for (let i = 0; i < n; i += 1) this.#labels[i] = this.#data.trainLabels[rows[i]!]!;
    return this.#eager.tidy(() => {
      const X = this.#upload(this.#data.train, rows); // X [n, D]
      const [K, Q] = this.#keysAndQueries(X, n);
      this.#readScores(K, Q, n);
      const { loss, dS } = this.#lossAndGradient(n);
      const [dK, dQ] = this.#projectionGradients(K, Q, dS);
      this.#stepCount += 1;
      this.#updater.begin(this.#stepCount);
      this.#update('K', dK, X);
      this.#update('Q', dQ, X);
      return loss;
    });
  }

  /** Each step is finished when it returns: its loss was read. */
  settle(): void {
    return;
  }

  attention(split: 'train' | 'test', rows: Int32Array): Float32Array {
    const { heads: H, sequenceLength, softmaxOver } = this.model;
    const n = rows.length;
    if (n < 2 || n > sequenceLength) {
      throw new RangeError(`attention takes 2 to ${sequenceLength} rows, not ${n}`);
    }
    this.#eager.tidy(() => {
      const X = this.#upload(this.#data[split], rows); // X [n', D]
      this.#readScores(...this.#keysAndQueries(X, n), n);
    });
    const att = new Float32Array(H * n * n);
    for (let h = 0; h < H; h += 1) softmax(this.#scores, att, h * n * n, n, softmaxOver, this.#line);
    return att;
  }

  async readRows(tensor: StateTensor, fromRow: number, toRow: number): Promise<Float32Array> {
    const blocks = this.#tensor(tensor);
    if (fromRow < 0 || toRow < fromRow || toRow > blocks.rows) {
      throw new RangeError(`no such rows of ${tensor}: ${fromRow} to ${toRow}`);
    }
    return blocks.read(fromRow, toRow);
  }

  async writeRows(tensor: StateTensor, fromRow: number, values: Float32Array): Promise<void> {
    const blocks = this.#tensor(tensor);
    const { columns } = blocks;
    if (fromRow < 0 || values.length % columns !== 0 || fromRow + values.length / columns > blocks.rows) {
      throw new RangeError(`no place in ${tensor} for ${values.length} values from row ${fromRow}`);
    }
    blocks.write(fromRow, values);
  }

  dispose(): Promise<void> {
    if (!this.#disposed) {
      this.#freeTensors();
      this.#updater.dispose();
      this.#disposed = true;
    }
    return Promise.resolve();
  }

  /** X [n, D] of a sequence. */
  #upload(features: FeatureMatrix, rows: Int32Array): TensorId {
    for (const row of rows) {
      if (!(row >= 0 && row < features.sparse.rows)) throw new RangeError(`no such document: row ${row}`);
    }
    const { features: D } = this.model;
    const X = this.#X.subarray(0, rows.length * D);
    denseRows(features, rows, X);
    return this.#eager.floats(X, [rows.length, D]);
  }

  /**
   * K and Q, [H, d, n] each = A [H·d, D] · Xᵀ [D, n]. Xᵀ is made once: each block's product would else turn X over
   * for itself, which takes a quarter of the time of a small block.
   */
  #keysAndQueries(X: TensorId, n: number): readonly [TensorId, TensorId] {
    const { heads: H, headDim: d } = this.model;
    const eager = this.#eager;
    const Xt = eager.transpose(X); // Xᵀ [D, n]
    const project = (name: 'A_K' | 'A_Q'): TensorId => {
      const weights = this.#tensor(name);
      return eager.tidy(() => eager.reshape(weights.project(Xt), [H, d, n]));
    };
    const projections = [project('A_K'), project('A_Q')] as const;
    eager.free(Xt);
    return projections;
  }

  /** S [H, n, n] = Kᵀ [n, d] · Q [d, n] / √D, head by head, into #scores. */
  #readScores(K: TensorId, Q: TensorId, n: number): void {
    const { heads: H, features: D } = this.model;
    const products = this.#eager.tidy(() => this.#eager.read(this.#eager.batchMatMul(K, Q, true, false)));
    const scale = 1 / Math.sqrt(D);
    for (let at = 0; at < H * n * n; at += 1) this.#scores[at] = products[at]! * scale;
  }

  /** The loss of #scores, and dS/√D [H, n, n] with the scale that both products need. */
  #lossAndGradient(n: number): { loss: number; dS: TensorId } {
    const { heads: H, features: D } = this.model;
    const loss = this.#lossHead.lossAndGradient(this.#scores, this.#labels, this.#attention, this.#gradient);
    const scale = 1 / Math.sqrt(D);
    for (let at = 0; at < H * n * n; at += 1) this.#gradient[at]! *= scale;
    return { loss, dS: this.#eager.floats(this.#gradient, [H, n, n]) };
  }

  /** dK [H·d, n] = Q · dSᵀ and dQ [H·d, n] = K · dS, head by head. */
  #projectionGradients(K: TensorId, Q: TensorId, dS: TensorId): readonly [TensorId, TensorId] {
    const { heads: H, headDim: d, sequenceLength: n } = this.model;
    const eager = this.#eager;
    return [
      eager.tidy(() => eager.reshape(eager.batchMatMul(Q, dS, false, true), [H * d, n])),
      eager.tidy(() => eager.reshape(eager.batchMatMul(K, dS, false, false), [H * d, n])),
    ];
  }

  /** dA [H·d, D] = dP [H·d, n] · X [n, D], a block at a time, used up by the optimiser at once. */
  #update(projection: 'K' | 'Q', dP: TensorId, X: TensorId): void {
    const eager = this.#eager;
    const names = this.#moments.map((moment) => `${moment}_${projection}` as const);
    const [weights, ...moments] = [`A_${projection}` as const, ...names].map((name) => this.#tensor(name));
    eager.tidy(() => {
      const parts = eager.splitRows(dP, weights!.sizes);
      for (const [index, { variable }] of weights!.blocks.entries()) {
        const variables = [variable, ...moments.map(({ blocks }) => blocks[index]!.variable)];
        eager.tidy(() => this.#updater.apply(variables, eager.matMul(parts[index]!, X)));
      }
    });
  }

  get #moments(): readonly ('m' | 'v')[] {
    return this.model.optimiser === 'adam' ? ['m', 'v'] : [];
  }

  #tensor(name: StateTensor): RowBlocks {
    const { heads: H, headDim: d, features: D, optimiser } = this.model;
    if (this.#disposed) throw new Error('the tensorflow engine was disposed of');
    if (!(optimiser === 'adam' ? adamTensors : weightTensors).includes(name)) {
      throw new RangeError(`SGD keeps no moments: ${name}`);
    }
    const known = this.#tensors.get(name);
    if (known !== undefined) return known;
    const made = new RowBlocks(this.#eager, H * d, D, this.#blockBytes);
    this.#tensors.set(name, made);
    return made;
  }

  #freeTensors(): void {
    for (const blocks of this.#tensors.values()) blocks.dispose();
    this.#tensors.clear();
  }
}
