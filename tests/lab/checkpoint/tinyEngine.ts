import type { Engine, EngineModel, StateTensor } from '../../../src/lab/engine/engine.ts';
import type { CheckpointState } from '../../../src/lab/checkpoint/state.ts';
import { parseExperiment } from '../../../src/shared/experiment.ts';

/** An engine that only holds tensors: what a checkpoint is made of, without any mathematics. */
export interface TinyEngine extends Engine {
  /** Rows of each `readRows` so far: what went through memory at once. */
  readonly reads: number[];
}

export function tinyEngine(sizes: Partial<EngineModel> = {}): TinyEngine {
  const model: EngineModel = {
    heads: 2,
    headDim: 5,
    features: 7,
    sequenceLength: 4,
    init: 'scaled',
    softmaxOver: 'keys',
    headReduction: 'mean-attention',
    loss: 'cosine',
    optimiser: 'adam',
    learningRate: 1e-3,
    ...sizes,
  };
  const tensors = new Map<StateTensor, Float32Array>();
  const tensorOf = (name: StateTensor): Float32Array => {
    const tensor = tensors.get(name) ?? new Float32Array(model.heads * model.headDim * model.features);
    tensors.set(name, tensor);
    return tensor;
  };
  const reads: number[] = [];
  let steps = 0;
  const unused = (): never => {
    throw new Error('a checkpoint needs no mathematics');
  };
  return {
    info: { name: 'reference', version: '0', device: 'CPU', threads: 1 },
    model,
    reads,
    initialise: unused,
    settle: () => undefined,
    step: unused,
    attention: unused,
    get stepCount() {
      return steps;
    },
    setStepCount: (count) => {
      steps = count;
    },
    readRows: async (name, from, to) => {
      reads.push(to - from);
      return tensorOf(name).slice(from * model.features, to * model.features);
    },
    writeRows: async (name, from, values) => tensorOf(name).set(values, from * model.features),
    dispose: async () => {},
  };
}

/** Fills every tensor with bits of its own, odd ones (−0, denormals, NaN payloads' neighbours) included. */
export async function fill(engine: Engine, tensors: readonly StateTensor[], salt: number): Promise<void> {
  const { heads, headDim, features } = engine.model;
  const awkward = [-0, 1e-45, 3.4e38, Number.NEGATIVE_INFINITY];
  for (const [t, tensor] of tensors.entries()) {
    const values = Float32Array.from({ length: heads * headDim * features }, (_, i) =>
      i < awkward.length ? awkward[i]! : Math.sin(salt * 1000 + t * 100 + i),
    );
    await engine.writeRows(tensor, 0, values);
  }
}

export async function bitsOf(engine: Engine, tensor: StateTensor): Promise<Uint32Array> {
  const values = await engine.readRows(tensor, 0, engine.model.heads * engine.model.headDim);
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

export function stateAt(step: number, engine: Engine): CheckpointState {
  const { heads, headDim, features, sequenceLength } = engine.model;
  return {
    version: 1,
    step,
    order: {
      epoch: 0,
      position: step,
      generator: { key: Array.from({ length: 624 }, (_, i) => i), position: 7, cachedNormal: 0.25 },
    },
    trainSeconds: 1.5,
    datasetHash: 'd'.repeat(64),
    model: { heads, headDim, features, sequenceLength },
    experiment: parseExperiment({
      version: 1,
      name: 'tiny',
      dataset: { source: 'embedded' },
      training: { learningRate: 0.01 },
    }),
    appVersion: '0.0.0',
    engine: engine.info,
  };
}
