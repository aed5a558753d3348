import { availableParallelism } from 'node:os';
import { appVersion } from '../../../shared/version.ts';
import type { Engine, EngineData, EngineFactory, EngineModel } from '../engine.ts';
import { Crew } from './crew.ts';
import { compileModule } from './kernels.ts';
import { planLayout } from './layout.ts';
import { allocate } from './shardMemory.ts';
import { WasmEngine } from './wasmEngine.ts';

/** Node with the lab's code, 95 MB, and what reading and weighing documents leaves on its heap, measured. */
const PROCESS_BYTES = 170e6;
/** What a worker thread adds to it, measured. */
const WORKER_BYTES = 9e6;

/** The engine that needs nothing installed: DESIGN section 3, "Why the fused CPU engine is fast". */
export const wasmEngineFactory: EngineFactory = {
  name: 'wasm',

  estimateBytes(model, data) {
    const threads = availableParallelism();
    const shards = planLayout(model, data, threads).shards.reduce((sum, shard) => sum + shard.bytes, 0);
    return PROCESS_BYTES + threads * WORKER_BYTES + dataBytes(data) + shards;
  },

  create(model, data, options) {
    return createWasmEngine(model, data, options.threads);
  },
};

/** `threads` 0: one a core. `mostShardBytes` is for tests of models that need several memories. */
export async function createWasmEngine(
  model: EngineModel,
  data: EngineData,
  threads: number,
  mostShardBytes?: number,
): Promise<Engine> {
  const count = threads > 0 ? threads : availableParallelism();
  const layout = planLayout(model, data, count, mostShardBytes);
  const memories = allocate(layout);
  const drawing = new Float64Array(new SharedArrayBuffer(16));
  const crew = await Crew.start(count, { module: compileModule(), memories, layout, drawing });
  return new WasmEngine(model, data, layout, memories, drawing, crew, appVersion);
}

function dataBytes(data: EngineData): number {
  const arrays = [data.train, data.test].flatMap(({ sparse }) => [
    sparse.indptr,
    sparse.indices,
    sparse.values,
  ]);
  return arrays.reduce((sum, array) => sum + array.byteLength, 0);
}
