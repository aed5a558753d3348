import { parentPort, workerData } from 'node:worker_threads';
import type { Sweep } from './memoryLimit.ts';

/** Worker entry of memoryLimit.ts: sweeps its share of the memory each time the first word of `gate` changes. */

interface SweepWorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly gate: Int32Array;
  readonly from: number;
  readonly to: number;
}

const { module, memory, gate, from, to } = workerData as SweepWorkerData;
const { sweep } = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Sweep;
sweep(from, to);
parentPort?.postMessage('ready');
for (let seen = 0; ;) {
  while (Atomics.load(gate, 0) === seen);
  seen = Atomics.load(gate, 0);
  sweep(from, to);
  Atomics.add(gate, 1, 1);
}
