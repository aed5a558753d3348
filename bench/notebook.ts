import { readFileSync } from 'node:fs';
import { wasmEngineFactory } from '../src/lab/engine/wasm/index.ts';
import { buildFeatures } from '../src/lab/features/features.ts';
import { epochSequences } from '../src/lab/features/sequences.ts';
import { TorchGenerator } from '../src/lab/random/torchGenerator.ts';
import { featuresSchema, type ModelConfig } from '../src/shared/experiment.ts';
import { newsgroupsArchive, readNewsgroups } from '../tests/helpers/newsgroups.ts';
import { sharedFile } from '../tests/helpers/sharedData.ts';

/**
 * The notebook's 350 steps on the wasm engine against PyTorch's losses:
 * `node --max-semi-space-size=2 bench/notebook.ts [normal|scaled] [threads]`. Prints JSON; needs the archive and the
 * reference values. The option keeps what TF-IDF leaves on the heap small, so that the peak is the engine's.
 */

interface Reference {
  readonly runs: readonly { readonly init: string; readonly losses: readonly number[] }[];
}

const init = (process.argv[2] ?? 'scaled') as ModelConfig['init'];
const threads = Number(process.argv[3] ?? 0);
const reference = sharedFile('reference/notebook-training.json');
if (newsgroupsArchive === undefined || reference === undefined) {
  throw new Error('shared data is missing: the 20 Newsgroups archive and notebook-training.json');
}
const { runs } = JSON.parse(readFileSync(reference, 'utf8')) as Reference;
const expected = runs[init === 'normal' ? 0 : 1]!.losses;

const { train, test } = await readNewsgroups(newsgroupsArchive);
const texts = { trainTexts: train.texts, testTexts: test.texts, datasetHash: '' };
const features = await buildFeatures(texts, featuresSchema.parse({}), { cacheDir: null });
const D = features.train.sparse.columns;
const N = features.train.sparse.rows;
const model = {
  heads: 1,
  headDim: D,
  features: D,
  sequenceLength: 32,
  init,
  softmaxOver: 'keys',
  headReduction: 'mean-attention',
  loss: 'cosine',
  optimiser: 'adam',
  learningRate: 1e-5,
} as const;
const data = {
  train: features.train,
  trainLabels: train.labels,
  test: features.test,
  testLabels: test.labels,
};

const beforeEngine = process.memoryUsage().rss;
const engine = await wasmEngineFactory.create(model, data, { threads, dataDir: '' });
const initialiseStart = performance.now();
await engine.initialise(0);
const initialiseSeconds = (performance.now() - initialiseStart) / 1000;

const generator = new TorchGenerator(0);
generator.skipRandn(D * D);
generator.skipRandn(D * D);
const losses: number[] = [];
const seconds: number[] = [];
while (losses.length < expected.length) {
  for (const rows of epochSequences(generator.randperm(N), model.sequenceLength)) {
    const start = performance.now();
    losses.push(engine.step(rows));
    seconds.push((performance.now() - start) / 1000);
  }
}
seconds.shift(); // The first step has no update to finish.
seconds.sort((a, b) => a - b);
console.log(
  JSON.stringify(
    {
      init,
      engine: engine.info,
      steps: losses.length,
      largestLossDifference: Math.max(...losses.map((loss, step) => Math.abs(loss - expected[step]!))),
      firstLoss: losses[0],
      lastLoss: losses.at(-1),
      secondsPerStep: { median: seconds[seconds.length >> 1], min: seconds[0] },
      initialiseSeconds,
      rssBeforeEngine: beforeEngine,
      estimatedBytes: wasmEngineFactory.estimateBytes(model, data),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    },
    null,
    2,
  ),
);
await engine.dispose();
