import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { fillNormals, normalsStarts, type NormalsRange } from '../../random/normals.ts';
import type { NormalsShard } from '../../random/normals.worker.ts';
import { entryFile } from '../../resources.ts';

/** Fewer values are drawn here: starting workers would take longer. */
const WORTH_WORKERS = 2 ** 20;
const CHUNK = 16;

/**
 * Draws tensors of `total` values one after another from `seed`, as torch's `randn` of each would, times `scale` in
 * float32. Each is handed to `take` before the next is drawn into the same memory, so that only one is ever held.
 */
export async function drawWeights(
  seed: number,
  total: number,
  scale: number,
  threads: number,
  takers: readonly ((values: Float32Array) => void)[],
): Promise<void> {
  const values = new Float32Array(new SharedArrayBuffer(4 * total));
  const starts = normalsStarts(
    seed,
    takers.map(() => total),
  );
  for (const [index, take] of takers.entries()) {
    await draw({ seed, ...starts[index]!, total, scale, from: 0, to: total }, values, threads);
    take(values);
  }
}

async function draw(
  whole: NormalsRange,
  values: Float32Array<SharedArrayBuffer>,
  threads: number,
): Promise<void> {
  if (whole.total < WORTH_WORKERS) {
    fillNormals(whole, values);
    return;
  }
  const count = threads > 0 ? threads : availableParallelism();
  const share = Math.ceil(whole.total / count / CHUNK) * CHUNK;
  const workers: Promise<void>[] = [];
  for (let from = 0; from < whole.total; from += share) {
    const range = { ...whole, from, to: Math.min(from + share, whole.total) };
    workers.push(runWorker({ range, memory: values.buffer, byteOffset: 4 * from }));
  }
  await Promise.all(workers);
}

function runWorker(shard: NormalsShard): Promise<void> {
  return new Promise((resolve, reject) => {
    const entry = entryFile(import.meta.url, '../../random/normals.worker.ts');
    const worker = new Worker(entry, { workerData: [shard] });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`normals worker ended with code ${code}`));
    });
  });
}
