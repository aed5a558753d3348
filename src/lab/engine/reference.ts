import { LossHead } from '../attention/loss.ts';
import { softmax, type Reals } from '../attention/softmax.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import { TorchGenerator } from '../random/torchGenerator.ts';
import {
  denseRows,
  keyGradient,
  keyQueryProducts,
  project,
  projectionGradientRow,
  queryGradient,
} from './dense.ts';
import {
  adamTensors,
  weightTensors,
  type Engine,
  type EngineData,
  type EngineFactory,
  type EngineModel,
  type StateTensor,
} from './engine.ts';
import { adamRow, descendRow } from './optimiser.ts';

/**
 * The engine to read: DESIGN's table of the mathematics in plain TypeScript, dense and slow, against which every
 * other engine is tested. It is itself checked by finite differences and against PyTorch.
 */

export interface ReferenceOptions {
  /**
   * What X, K, Q, S and the gradients are rounded to when they are stored; default float64. With float32 the losses
   * carry the rounding that PyTorch's do. Weights and moments are float32 in either case, sums float64.
   */
  readonly precision: 'float64' | 'float32';
}

const VERSION = '1';
/** The process without an engine: Node with the app's modules (110 MB measured) and what reading the texts left. */
const PROCESS_BYTES = 256 * 2 ** 20;

export class ReferenceEngine implements Engine {
  readonly info = { name: 'reference', version: VERSION, device: 'CPU, 1 thread', threads: 1 } as const;
  readonly model: EngineModel;
  readonly #data: EngineData;
  readonly #precision: ReferenceOptions['precision'];
  readonly #head: LossHead;
  readonly #tensors = new Map<StateTensor, Float32Array>();
  readonly #labels: Int32Array;
  readonly #X: Reals;
  readonly #K: Reals;
  readonly #Q: Reals;
  readonly #S: Reals;
  readonly #att: Reals;
  readonly #dS: Reals;
  readonly #dK: Reals;
  readonly #dQ: Reals;
  readonly #gradientRow: Reals;
  #stepCount = 0;

  constructor(
    model: EngineModel,
    data: EngineData,
    { precision }: ReferenceOptions = { precision: 'float64' },
  ) {
    const { heads: H, headDim: d, features: D, sequenceLength: n } = model;
    this.model = model;
    this.#data = data;
    this.#precision = precision;
    this.#head = new LossHead(H, n, model);
    for (const name of stateTensors(model)) this.#tensors.set(name, new Float32Array(H * d * D));
    this.#labels = new Int32Array(n);
    this.#X = this.#reals(n * D);
    this.#K = this.#reals(H * d * n);
    this.#Q = this.#reals(H * d * n);
    this.#S = this.#reals(H * n * n);
    this.#att = this.#reals(H * n * n);
    this.#dS = this.#reals(H * n * n);
    this.#dK = this.#reals(H * d * n);
    this.#dQ = this.#reals(H * d * n);
    this.#gradientRow = this.#reals(D);
  }

  initialise(seed: number): Promise<void> {
    const { heads: H, headDim: d, features: D, init } = this.model;
    const generator = new TorchGenerator(seed);
    for (const name of weightTensors) {
      const weights = generator.randn(H * d * D); // A_K, then A_Q [H·d, D]
      if (init === 'scaled') {
        const scale = Math.fround(Math.sqrt(2 / D));
        for (let at = 0; at < weights.length; at += 1) weights[at]! *= scale;
      }
      this.#tensors.set(name, weights);
    }
    for (const [name, values] of this.#tensors) if (!weightTensors.includes(name)) values.fill(0);
    this.#stepCount = 0;
    return Promise.resolve();
  }

  step(rows: Int32Array): number {
    const { heads: H, headDim: d, features: D, sequenceLength: n } = this.model;
    const { train, trainLabels } = this.#data;
    const [A_K, A_Q] = [this.#tensor('A_K'), this.#tensor('A_Q')]; // [H·d, D]
    if (rows.length !== n) throw new RangeError(`a step takes ${n} rows, not ${rows.length}`);
    checkRows(rows, train);
    for (let i = 0; i < n; i += 1) this.#labels[i] = trainLabels[rows[i]!]!; // y [n]

    denseRows(train, rows, this.#X); // X [n, D]
    project(A_K, this.#X, H * d, n, D, this.#K); // K [H·d, n] = A_K [H·d, D] · Xᵀ [D, n]
    project(A_Q, this.#X, H * d, n, D, this.#Q); // Q [H·d, n] = A_Q [H·d, D] · Xᵀ [D, n]
    this.#scores(n); // S [H, n, n] = Kᵀ [n, d] · Q [d, n] / √D, head by head
    const loss = this.#head.lossAndGradient(this.#S, this.#labels, this.#att, this.#dS); // att, dS [H, n, n]

    const scale = 1 / Math.sqrt(D);
    for (let h = 0; h < H; h += 1) {
      keyGradient(this.#Q, this.#dS, h * n * n, h * d, d, n, scale, this.#dK); // dK [d, n] = Q · dSᵀ / √D
      queryGradient(this.#K, this.#dS, h * n * n, h * d, d, n, scale, this.#dQ); // dQ [d, n] = K · dS / √D
    }
    this.#stepCount += 1;
    this.#update('K', this.#dK); // dA_K [H·d, D] = dK · X
    this.#update('Q', this.#dQ); // dA_Q [H·d, D] = dQ · X
    return loss;
  }

  /** Each step is finished when it returns. */
  settle(): void {
    return;
  }

  attention(split: 'train' | 'test', rows: Int32Array): Float32Array {
    const { heads: H, headDim: d, features: D, sequenceLength, softmaxOver } = this.model;
    const n = rows.length;
    if (n < 2 || n > sequenceLength) {
      throw new RangeError(`attention takes 2 to ${sequenceLength} rows, not ${n}`);
    }
    checkRows(rows, this.#data[split]);
    denseRows(this.#data[split], rows, this.#X); // X [n, D]
    project(this.#tensor('A_K'), this.#X, H * d, n, D, this.#K); // K [H·d, n]
    project(this.#tensor('A_Q'), this.#X, H * d, n, D, this.#Q); // Q [H·d, n]
    this.#scores(n); // S [H, n, n]
    const att = new Float32Array(H * n * n);
    const line = new Float64Array(n);
    for (let h = 0; h < H; h += 1) softmax(this.#S, att, h * n * n, n, softmaxOver, line);
    return att;
  }

  get stepCount(): number {
    return this.#stepCount;
  }

  setStepCount(steps: number): void {
    this.#stepCount = steps;
  }

  readRows(tensor: StateTensor, fromRow: number, toRow: number): Promise<Float32Array> {
    const { features: D, heads, headDim } = this.model;
    if (fromRow < 0 || toRow < fromRow || toRow > heads * headDim) {
      throw new RangeError(`no such rows of ${tensor}: ${fromRow} to ${toRow}`);
    }
    return Promise.resolve(this.#tensor(tensor).slice(fromRow * D, toRow * D));
  }

  writeRows(tensor: StateTensor, fromRow: number, values: Float32Array): Promise<void> {
    const { features: D, heads, headDim } = this.model;
    if (fromRow < 0 || values.length % D !== 0 || fromRow + values.length / D > heads * headDim) {
      throw new RangeError(`no place in ${tensor} for ${values.length} values from row ${fromRow}`);
    }
    this.#tensor(tensor).set(values, fromRow * D);
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.#tensors.clear();
    return Promise.resolve();
  }

  #scores(n: number): void {
    const { heads: H, headDim: d, features: D } = this.model;
    const scale = 1 / Math.sqrt(D);
    for (let h = 0; h < H; h += 1) {
      keyQueryProducts(this.#K, this.#Q, h * d, d, n, scale, this.#S, h * n * n);
    }
  }

  /** A row of the gradient at a time: it is used up by the optimiser at once and never stored as a matrix. */
  #update(projection: 'K' | 'Q', dP: Reals): void {
    const { heads: H, headDim: d, features: D, sequenceLength: n, optimiser, learningRate } = this.model;
    const weights = this.#tensor(`A_${projection}`);
    for (let row = 0; row < H * d; row += 1) {
      projectionGradientRow(dP, row, this.#X, n, D, this.#gradientRow); // [D]
      if (optimiser === 'adam') {
        const m = this.#tensor(`m_${projection}`);
        const v = this.#tensor(`v_${projection}`);
        adamRow(weights, m, v, this.#gradientRow, row * D, learningRate, this.#stepCount);
      } else {
        descendRow(weights, this.#gradientRow, row * D, learningRate);
      }
    }
  }

  #tensor(name: StateTensor): Float32Array {
    const values = this.#tensors.get(name);
    if (values === undefined)
      throw new Error(`no such tensor in this engine, or it was disposed of: ${name}`);
    return values;
  }

  #reals(length: number): Reals {
    return this.#precision === 'float64' ? new Float64Array(length) : new Float32Array(length);
  }
}

function stateTensors(model: EngineModel): readonly StateTensor[] {
  return model.optimiser === 'adam' ? adamTensors : weightTensors;
}

function checkRows(rows: Int32Array, split: FeatureMatrix): void {
  for (const row of rows) {
    if (!(row >= 0 && row < split.sparse.rows)) throw new RangeError(`no such document: row ${row}`);
  }
}

/** Weights and moments, the dense rows of a sequence, K, Q and their gradients, and what is n×n a head. */
function estimateBytes(model: EngineModel, data: EngineData): number {
  const { heads: H, headDim: d, features: D, sequenceLength: n } = model;
  const entries = data.train.sparse.values.length + data.test.sparse.values.length;
  const tensors = stateTensors(model).length * 4 * H * d * D;
  const sequence = 8 * ((n + 1) * D + 4 * H * d * n + 3 * H * n * n + 2 * n * n + (H + 4) * n);
  return PROCESS_BYTES + 8 * entries + tensors + sequence;
}

export const referenceEngineFactory: EngineFactory = {
  name: 'reference',
  estimateBytes,
  create: (model, data) => Promise.resolve(new ReferenceEngine(model, data)),
};
