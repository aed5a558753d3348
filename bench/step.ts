import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { EngineModel } from '../src/lab/engine/engine.ts';
import { loadEngineFactory } from '../src/lab/engine/registry.ts';
import type { EngineName } from '../src/shared/experiment.ts';
import { memoryLimit } from './memoryLimit.ts';
import { syntheticData } from './syntheticData.ts';

/**
 * Seconds a step of an engine (the wasm engine unless told), and what reading and writing as many bytes as its weights and moments take
 * costs on as many threads: `node bench/step.ts --features 8026 --head-dim 8026 --length 32 --heads 1`. Prints JSON.
 */

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'wasm' },
    'data-dir': { type: 'string', default: '' },
    features: { type: 'string', default: '8026' },
    'head-dim': { type: 'string', default: '8026' },
    length: { type: 'string', default: '32' },
    heads: { type: 'string', default: '1' },
    threads: { type: 'string', default: '0' },
    optimiser: { type: 'string', default: 'adam' },
    seconds: { type: 'string', default: '6' },
  },
});

const model: EngineModel = {
  heads: Number(values.heads),
  headDim: Number(values['head-dim']),
  features: Number(values.features),
  sequenceLength: Number(values.length),
  init: 'scaled',
  softmaxOver: 'keys',
  headReduction: 'mean-attention',
  loss: 'cosine',
  optimiser: values.optimiser === 'sgd' ? 'sgd' : 'adam',
  learningRate: 1e-5,
};
const documents = 2251;
const threads = Number(values.threads) || availableParallelism();
const data = syntheticData(documents, model.features);

const factory = await loadEngineFactory(values.engine as EngineName);
const engine = await factory.create(model, data, { threads, dataDir: values['data-dir'] });
const start = performance.now();
await engine.initialise(0);
const initialiseSeconds = (performance.now() - start) / 1000;

const sequence = (step: number): Int32Array =>
  Int32Array.from({ length: model.sequenceLength }, (_, i) => (step * 31 + i * 7) % documents);
const steps = time(Number(values.seconds), (step) => engine.step(sequence(step)));
engine.attention('test', sequence(0));
const looks = time(Number(values.seconds) / 10, (step) => engine.attention('test', sequence(step)));
await engine.dispose();
const peakRssBytes = process.resourceUsage().maxRSS * 1024;

const tensors = model.optimiser === 'adam' ? 6 : 2;
const bytes = model.heads * model.headDim * model.features * 4 * tensors;
const limit = await memoryLimit(bytes, threads, Math.max(5, Math.min(200, Math.ceil(1e10 / bytes))));
const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1]!;
console.log(
  JSON.stringify(
    {
      model,
      engine: engine.info,
      initialiseSeconds,
      step: { count: steps.length, median: median(steps), min: steps[0] },
      attention: { median: median(looks), min: looks[0] },
      memoryLimit: { median: median(limit), min: limit[0] },
      ratio: { median: median(steps) / median(limit), min: steps[0]! / limit[0]! },
      peakRssBytes,
    },
    null,
    2,
  ),
);

/** Seconds of each call within a time, after two calls to warm up, ascending. */
function time(seconds: number, call: (step: number) => void): number[] {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  for (let step = 0; times.length < 3 || performance.now() < end; step++) {
    const from = performance.now();
    call(step);
    if (step > 1) times.push((performance.now() - from) / 1000);
  }
  return times.sort((a, b) => a - b);
}
