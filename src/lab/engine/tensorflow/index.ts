import { LabError } from '../../../shared/errors.ts';
import type { EngineData, EngineFactory, EngineModel } from '../engine.ts';
import { findRuntime } from './installed.ts';
import { loadBinding, type NativeBinding } from './native.ts';
import { TensorflowEngine } from './tensorflowEngine.ts';

/** A trainer with texts read and TensorFlow 2.21 loaded, the least it was seen to train a small model in: 575 to 635 MB. */
const PROCESS_BYTES = 600e6;
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
 * In the process's memory: weights and moments with what the allocator wastes (2 % measured), the memory weights were
 * drawn into (freed at leisure), two gradients of blocks, X twice (ours and TensorFlow's), K, Q and their gradients
 * with the copies between, what is n×n a head. A GPU keeps the weights on the card, so there it is too much, not too
 * little. Measured at D = d = 8026: 2.14 to 2.45 GB, estimated 2.48.
 */
function estimateBytes(model: EngineModel, data: EngineData): number {
  const { heads: H, headDim: d, features: D, sequenceLength: n, optimiser } = model;
  const tensor = 4 * H * d * D;
  const state = Math.ceil(1.02 * (optimiser === 'adam' ? 6 : 2) * tensor);
  const gradients = 2 * Math.min(tensor, Math.max(CPU_BLOCK_BYTES, 4 * D));
  const sequence = 8 * n * D + 32 * H * d * n + 36 * H * n * n;
  return PROCESS_BYTES + dataBytes(data) + state + tensor + gradients + sequence;
}

function dataBytes(data: EngineData): number {
  return [data.train, data.test]
    .flatMap(({ sparse }) => [sparse.indptr, sparse.indices, sparse.values])
    .reduce((sum, array) => sum + array.byteLength, 0);
}
