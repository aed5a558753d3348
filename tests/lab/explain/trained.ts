import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import type { Engine } from '../../../src/lab/engine/engine.ts';
import { loadEngineFactory } from '../../../src/lab/engine/registry.ts';
import { openCheckpoint } from '../../../src/lab/checkpoint/open.ts';
import { restoreEngine } from '../../../src/lab/checkpoint/restore.ts';
import { RunExplainer } from '../../../src/lab/explain/explainer.ts';
import { buildFeatures } from '../../../src/lab/features/features.ts';
import type { FeatureMatrix } from '../../../src/lab/features/matrix.ts';
import { planRun } from '../../../src/lab/training/plan.ts';
import type { TrainJob } from '../../../src/lab/training/train.ts';
import { parseExperiment, type EngineName, type Experiment } from '../../../src/shared/experiment.ts';
import { tensorflowDataDir } from '../../helpers/tensorflowRuntime.ts';
import { writeSmallDataset } from '../../helpers/smallDataset.ts';
import { only, runHere } from '../training/runHere.ts';

/** A run trained for real in this process, its checkpoint, and an engine that holds the checkpoint's weights. */
export interface TrainedRun {
  readonly experiment: Experiment;
  readonly checkpoint: string;
  readonly engine: Engine;
  readonly test: FeatureMatrix;
  readonly terms: readonly string[];
  readonly labels: Int32Array;
  readonly explainer: RunExplainer;
  readonly remove: () => Promise<void>;
}

export interface TrainedSettings {
  readonly engine: EngineName;
  readonly standardise: Experiment['features']['standardise'];
  readonly softmaxOver?: Experiment['model']['softmaxOver'];
  readonly headDim?: Experiment['model']['headDim'];
}

export async function trainRun(settings: TrainedSettings): Promise<TrainedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'explain-'));
  const path = join(folder, 'documents');
  await writeSmallDataset(path);
  const experiment = parseExperiment({
    version: 1,
    name: 'explained',
    seed: 5,
    engine: settings.engine,
    dataset: { source: 'folder', path },
    features: { minDf: 2, maxDf: 0.9, standardise: settings.standardise },
    model: { heads: 2, headDim: settings.headDim ?? 5, softmaxOver: settings.softmaxOver },
    training: { learningRate: 0.01, epochs: 2, sequenceLength: 8 },
    probes: { sequences: 1, everySteps: 10 },
  });
  // Native TensorFlow is looked for below the data folder; nothing else of a run in a folder of documents is.
  const dataDir = settings.engine === 'tensorflow' ? tensorflowDataDir : folder;
  const folders = { dataDir, cacheDir: join(folder, 'cache'), checkpointsDir: folder };
  const job: TrainJob = {
    kind: 'train',
    experiment,
    folders,
    runCheckpointsDir: join(folder, 'run'),
    threads: 1,
    resumeFrom: null,
    weightsFrom: null,
  };
  const checkpoint = only(await runHere(job), 'checkpoint').folder;
  const dataset = await openDataset(experiment.dataset, { dataDir, cacheDir: folders.cacheDir });
  const features = await buildFeatures(
    { trainTexts: dataset.train.texts, testTexts: dataset.test.texts, datasetHash: dataset.hash },
    experiment.features,
    { cacheDir: folders.cacheDir },
  );
  const { model } = planRun(experiment, dataset, features.terms.length);
  const data = {
    train: features.train,
    trainLabels: dataset.train.labels,
    test: features.test,
    testLabels: dataset.test.labels,
  };
  const factory = await loadEngineFactory(settings.engine);
  const engine = await factory.create(model, data, { threads: 1, dataDir });
  await restoreEngine(await openCheckpoint(checkpoint), engine);
  const shown = { test: features.test, terms: features.terms, labels: dataset.test.labels };
  return {
    experiment,
    checkpoint,
    engine,
    ...shown,
    explainer: new RunExplainer({ experiment, ...shown, classes: dataset.classes }),
    remove: async () => {
      await engine.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const never = new AbortController().signal;

/** Rows [from, from + 8) of the test split. */
export const rowsFrom = (from: number): Int32Array => Int32Array.from({ length: 8 }, (_, i) => from + i);

/** Every document of the split as a dense row of standardised features. */
export function denseRow(matrix: FeatureMatrix, row: number): Float64Array {
  const { indptr, indices, values, columns } = matrix.sparse;
  const dense = new Float64Array(columns).fill(-matrix.mean / matrix.std);
  for (let at = indptr[row]!; at < indptr[row + 1]!; at += 1) {
    dense[indices[at]!] = (values[at]! - matrix.mean) / matrix.std;
  }
  return dense;
}
