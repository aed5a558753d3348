import type { EngineData, EngineModel } from '../engine.ts';
import { ReferenceEngine } from '../reference.ts';
import { Eager } from './eager.ts';
import { createOn } from './index.ts';
import { loadBinding, type NativeBinding } from './native.ts';
import type { ProbeResult } from './probe.ts';

/**
 * Child entry, started by probe.ts with a runtime's folder and a number of threads: loads the runtime, trains a tiny
 * model beside the reference engine, times a large product and prints a `ProbeResult`. May crash: that is its use.
 */

const [folder = '', threadsText = '0'] = process.argv.slice(2);
const threads = Number(threadsText);

try {
  process.stdout.write(`${JSON.stringify(await probe())}\n`);
} catch (error) {
  const problem = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ problem })}\n`);
  process.exitCode = 1;
}

async function probe(): Promise<ProbeResult> {
  const start = performance.now();
  const binding = loadBinding(folder, threads);
  const loadSeconds = (performance.now() - start) / 1000;
  const engine = createOn(binding, tinyModel(), tinyData(), threads);
  return {
    version: binding.TF_Version,
    onGpu: binding.isUsingGpuDevice(),
    device: engine.info.device,
    threads: engine.info.threads,
    loadSeconds,
    difference: await largestDifference(binding),
    rssBytes: process.memoryUsage.rss(),
    gigaflops: productRate(binding),
  };
}

/** Over the losses of a few steps and the attention after them; NaN if either is not a number. */
async function largestDifference(native: NativeBinding): Promise<number> {
  const [model, data] = [tinyModel(), tinyData()];
  const engines = [createOn(native, model, data, threads), new ReferenceEngine(model, data)];
  const numbers: number[][] = [];
  for (const tried of engines) {
    await tried.initialise(0);
    const losses = [0, 1, 2, 3].map((step) => tried.step(Int32Array.of(step, step + 1, step + 2)));
    numbers.push([...losses, ...tried.attention('test', Int32Array.of(0, 2, 4))]);
    await tried.dispose();
  }
  const [ours, theirs] = numbers;
  return Math.max(...ours!.map((value, at) => Math.abs(value - theirs![at]!)));
}

/** 10⁹ operations a second of a square product, the best of as many as fit half a second. */
function productRate(native: NativeBinding): number {
  const eager = new Eager(native);
  const size = native.isUsingGpuDevice() ? 4096 : 1024;
  let best = Infinity;
  eager.tidy(() => {
    const a = eager.floats(new Float32Array(size * size).fill(0.5), [size, size]);
    const corner = (): void =>
      eager.tidy(() => {
        // Reading waits for the device; a corner, so that the copy does not count.
        eager.read(eager.sliceRows(eager.matMul(a, a), 0, 1, size));
      });
    corner();
    for (const end = performance.now() + 500; performance.now() < end;) {
      const start = performance.now();
      corner();
      best = Math.min(best, performance.now() - start);
    }
  });
  return (2 * size ** 3) / (best / 1000) / 1e9;
}

function tinyModel(): EngineModel {
  return {
    heads: 2,
    headDim: 3,
    features: 5,
    sequenceLength: 3,
    init: 'scaled',
    softmaxOver: 'keys',
    headReduction: 'mean-attention',
    loss: 'cosine',
    optimiser: 'adam',
    learningRate: 0.05,
  };
}

/**
 * Six documents of three classes with three words each, chosen so that every word tells apart any three in a row: the
 * gradient of one that does not is zero but for rounding, which Adam would make a step of.
 */
function tinyData(): EngineData {
  const matrix = {
    sparse: {
      rows: 6,
      columns: 5,
      indptr: Int32Array.of(0, 3, 6, 9, 12, 15, 18),
      indices: Int32Array.of(0, 1, 2, 2, 3, 4, 0, 1, 4, 1, 2, 3, 0, 3, 4, 0, 2, 4),
      values: Float32Array.of(
        ...[0.6, 0.8, 0.3, 0.8, 0.6, 0.2, 1, 0.1, 0.7],
        ...[0.5, 0.5, 0.2, 0.9, 0.4, 0.3, 0.3, 0.7, 0.6],
      ),
    },
    mean: 0.2,
    std: 0.3,
  };
  const labels = Int32Array.of(0, 0, 1, 1, 2, 2);
  return { train: matrix, trainLabels: labels, test: matrix, testLabels: labels };
}
