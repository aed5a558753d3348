import type { EngineName, ModelConfig, TrainingConfig } from '../../shared/experiment.ts';
import type { EngineInfo } from '../../shared/run.ts';
import type { FeatureMatrix } from '../features/matrix.ts';

/** The model and its optimiser with every size resolved; symbols as in DESIGN section 1. */
export interface EngineModel {
  /** H */
  readonly heads: number;
  /** d, rows of each head's projections */
  readonly headDim: number;
  /** D */
  readonly features: number;
  /** n */
  readonly sequenceLength: number;
  readonly init: ModelConfig['init'];
  readonly softmaxOver: ModelConfig['softmaxOver'];
  readonly headReduction: ModelConfig['headReduction'];
  readonly loss: TrainingConfig['loss'];
  readonly optimiser: TrainingConfig['optimiser'];
  readonly learningRate: number;
}

/** Both splits; `labels[i]` is the class index of row i. */
export interface EngineData {
  readonly train: FeatureMatrix;
  readonly trainLabels: Int32Array;
  readonly test: FeatureMatrix;
  readonly testLabels: Int32Array;
}

/**
 * What training changes, each [H·d, D] float32 row-major, heads stacked: row `h·d + r` is row r of head h.
 * m and v are Adam's moments and exist only with it.
 */
export type StateTensor = 'A_K' | 'A_Q' | 'm_K' | 'v_K' | 'm_Q' | 'v_Q';

export const weightTensors: readonly StateTensor[] = ['A_K', 'A_Q'];
export const adamTensors: readonly StateTensor[] = ['A_K', 'A_Q', 'm_K', 'v_K', 'm_Q', 'v_Q'];

export interface Engine {
  readonly info: EngineInfo;
  readonly model: EngineModel;
  /**
   * Draws A_K, then A_Q, from torch's generator seeded with `seed`: one `randn` of [H·d, D] each (for H = 1 the
   * notebook's order), times √(2/D) in float32 if scaled. Moments and step count become zero.
   */
  initialise(seed: number): Promise<void>;
  /**
   * One optimiser step on n rows of the train split. Returns the loss of the weights before the update.
   * Synchronous and without allocation; a non-finite loss is returned, not thrown.
   */
  step(rows: Int32Array): number;
  /**
   * Finishes what `step` may have left for later, which changes no bit; reading state does so by itself. Whoever times
   * steps calls it inside the clock before anything but the next step.
   */
  settle(): void;
  /** Attention of n' rows (2 ≤ n' ≤ n) of a split with the weights as they are: [H, n', n'], key × query. */
  attention(split: 'train' | 'test', rows: Int32Array): Float32Array;
  /** Updates done (Adam's t). */
  readonly stepCount: number;
  setStepCount(steps: number): void;
  /** A copy of rows [fromRow, toRow) of a tensor, (toRow − fromRow)×D. Callers keep a chunk below 64 MB. */
  readRows(tensor: StateTensor, fromRow: number, toRow: number): Promise<Float32Array>;
  writeRows(tensor: StateTensor, fromRow: number, values: Float32Array): Promise<void>;
  /** Frees threads and memory; the engine cannot be used afterwards. */
  dispose(): Promise<void>;
}

export interface EngineOptions {
  /** Worker threads; 0 is one a core. Engines that do not thread ignore it. */
  readonly threads: number;
  /** The data folder, where a native runtime may be installed. */
  readonly dataDir: string;
}

/** An engine as `auto` and `doctor` see it. */
export interface EngineFactory {
  readonly name: EngineName;
  /** Peak bytes training will need on this engine, the process itself included; refused beforehand if too many. */
  estimateBytes(model: EngineModel, data: EngineData): number;
  create(model: EngineModel, data: EngineData, options: EngineOptions): Promise<Engine>;
}
