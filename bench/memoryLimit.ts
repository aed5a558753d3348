import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The plainest loop that changes every number: 64 bytes read and written an iteration. */
const source = `
export function sweep(from: usize, to: usize): void {
  const factor = f32x4.splat(0.9999);
  for (let at = from; at < to; at += 64) {
    v128.store(at, f32x4.mul(v128.load(at), factor));
    v128.store(at, f32x4.mul(v128.load(at, 16), factor), 16);
    v128.store(at, f32x4.mul(v128.load(at, 32), factor), 32);
    v128.store(at, f32x4.mul(v128.load(at, 48), factor), 48);
  }
}`;

export interface Sweep {
  sweep(from: number, to: number): void;
}

const PAGE = 65_536;

/**
 * Seconds that reading and writing `bytes` once takes, shared between `threads` threads, for each of `repeats` times,
 * ascending: the limit memory sets to a step over as many bytes of weights and moments.
 */
export async function memoryLimit(bytes: number, threads: number, repeats: number): Promise<number[]> {
  const module = await compile();
  const share = Math.ceil(bytes / threads / 64) * 64;
  const pages = Math.ceil((share * threads) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const { sweep } = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Sweep;
  sweep(0, share);
  const workers = Array.from({ length: threads - 1 }, (_, index) => {
    const from = (index + 1) * share;
    return new Worker(new URL('./memoryLimit.worker.ts', import.meta.url), {
      workerData: { module, memory, gate, from, to: from + share },
    });
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));

  const seconds: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    Atomics.store(gate, 1, 0);
    Atomics.add(gate, 0, 1);
    sweep(0, share);
    while (Atomics.load(gate, 1) < workers.length);
    seconds.push((performance.now() - start) / 1000);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return seconds.sort((a, b) => a - b);
}

/** Loads the compiler only now: its 60 MB are not the engine's. */
async function compile(): Promise<WebAssembly.Module> {
  const { default: asc } = await import('assemblyscript/asc');
  const { binary, stderr } = await asc.compileString(source, {
    optimizeLevel: 3,
    noAssert: true,
    runtime: 'stub',
    importMemory: true,
    sharedMemory: true,
    initialMemory: 1,
    maximumMemory: 65_536,
    enable: ['simd', 'threads'],
  });
  if (binary === null) throw new Error(`the sweep does not compile: ${stderr.toString()}`);
  return new WebAssembly.Module(binary);
}
