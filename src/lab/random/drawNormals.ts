import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { entryFile } from '../resources.ts';
import { normalsStarts } from './normals.ts';
import type { NormalsShard } from './normals.worker.ts';

/**
 * Draws tensors of `totals` elements one after another from `seed`, as `randn` of each would, in worker threads
 * (0: one a core). The event loop stays free; the values do not depend on the number of threads. The arrays lie in
 * shared memory, so that they pass to workers without a copy.
 */
export async function drawNormals(
  seed: number,
  totals: readonly number[],
  threads: number,
): Promise<Float32Array<SharedArrayBuffer>[]> {
  const tensors = totals.map((total) => new Float32Array(new SharedArrayBuffer(total * 4)));
  const workers = planShards(seed, tensors, threads > 0 ? threads : availableParallelism());
  await Promise.all(workers.map(runWorker));
  return tensors;
}

/** Equal runs of elements over all tensors, cut at whole chunks of 16; one list of shards a worker. */
function planShards(
  seed: number,
  tensors: readonly Float32Array<SharedArrayBuffer>[],
  threads: number,
): NormalsShard[][] {
  const all = tensors.reduce((sum, tensor) => sum + tensor.length, 0);
  const share = Math.max(16, Math.ceil(all / threads / 16) * 16);
  const starts = normalsStarts(
    seed,
    tensors.map((tensor) => tensor.length),
  );
  const workers: NormalsShard[][] = [];
  let room = 0;
  tensors.forEach((tensor, index) => {
    const total = tensor.length;
    for (let from = 0; from < total;) {
      if (room === 0) {
        workers.push([]);
        room = share;
      }
      const to = total - from <= room ? total : from + room;
      room = Math.max(0, room - Math.ceil((to - from) / 16) * 16);
      workers.at(-1)!.push({
        range: { seed, ...starts[index]!, total, from, to },
        memory: tensor.buffer,
        byteOffset: from * 4,
      });
      from = to;
    }
  });
  return workers;
}

function runWorker(shards: readonly NormalsShard[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entryFile(import.meta.url, './normals.worker.ts'), { workerData: shards });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`normals worker ended with code ${code}`));
    });
  });
}
