import { LabError } from '../../../shared/errors.ts';
import type { EngineData, EngineFactory, EngineModel } from '../engine.ts';
import { findRuntime } from './installed.ts';
import { loadBinding, type NativeBinding } from './native.ts';
import { TensorflowEngine } from './tensorflowEngine.ts';

/** Node with the lab's code and TensorFlow 2.21's libraries loaded, measured: 425 MB. */
const PROCESS_BYTES = 450e6;
/** A block's gradient should stay in the processor's cache; a GPU wants few and large launches instead. */
const CPU_BLOCK_BYTES = 16e6;
const GPU_BLOCK_BYTES = 256e6;

/** The engine for GPUs: native TensorFlow, installed on demand, in this process for good once it is created. */
export const tensorflowEngineFactory: EngineFactory = {
  name: 'tensorflow',
  estimateBytes,
  async create(model, data, { dataDir, threads }) {
    const runtime = findRuntime(dataDir);
    if (runtime === undefined) throw notInstalled();
    return createOn(loadBinding(runtime.folder, threads), model, data, threads);
  },
};

/** An engine on a binding that is loaded already. `blockBytes` is for tests of matrices in several blocks. */
export function createOn(
  binding: NativeBinding,
  model: EngineModel,
  data: EngineData,
  threads: number,
  blockBytes = binding.isUsingGpuDevice() ? GPU_BLOCK_BYTES : CPU_BLOCK_BYTES,
): TensorflowEngine {
  return new TensorflowEngine(model, data, binding, threads, blockBytes);
}

export function notInstalled(): LabError {
  return new LabError('engine-missing', 'no TensorFlow runtime is installed', {
    hint: 'Run "npm run tensorflow:install"',
  });
}

/**
 * In the process's memory: weights and moments, two gradients of blocks, X twice (ours and TensorFlow's), K, Q and
 * their gradients with the copies between, what is n×n a head; or, while weights are drawn, both and the memory they
 * are drawn into. A GPU keeps the weights on the card, so there this is too much rather than too little.
 */
function estimateBytes(model: EngineModel, data: EngineData): number {
  const { heads: H, headDim: d, features: D, sequenceLength: n, optimiser } = model;
  const tensor = 4 * H * d * D;
  const state = (optimiser === 'adam' ? 6 : 2) * tensor;
  const block = Math.min(tensor, Math.max(CPU_BLOCK_BYTES, 4 * D));
  const sequence = 8 * n * D + 4 * 8 * H * d * n + 36 * H * n * n;
  const drawing = 3 * tensor;
  const training = state + 2 * block + sequence;
  return PROCESS_BYTES + dataBytes(data) + Math.max(drawing, training);
}

function dataBytes(data: EngineData): number {
  return [data.train, data.test]
    .flatMap(({ sparse }) => [sparse.indptr, sparse.indices, sparse.values])
    .reduce((sum, array) => sum + array.byteLength, 0);
}
