import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricsOf } from '../../../src/lab/attention/metrics.ts';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { ReferenceEngine } from '../../../src/lab/engine/reference.ts';
import { buildFeatures } from '../../../src/lab/features/features.ts';
import { testSequences } from '../../../src/lab/features/sequences.ts';
import { SequenceOrder } from '../../../src/lab/training/order.ts';
import { planRun } from '../../../src/lab/training/plan.ts';
import { LabError } from '../../../src/shared/errors.ts';
import type { Experiment } from '../../../src/shared/experiment.ts';
import { measureSpecs } from '../../../src/shared/metrics.ts';
import type { TrainerEvent } from '../../../src/shared/trainerMessages.ts';
import { lossesOf, ofType, only, openBench, runHere, type Bench } from './runHere.ts';

let bench: Bench;
let events: TrainerEvent[];

beforeAll(async () => {
  bench = await openBench();
  events = await runHere(bench.job());
});
afterAll(() => bench.remove());

describe('a whole run', () => {
  it('tells its events in order', () => {
    const types = events.map(({ type }) => type).filter((type) => type !== 'progress');
    const first = ['documents', 'dataset', 'started', 'probe', 'probe', 'baselines'];
    const before = ['snapshot', 'snapshot', 'evaluation'];
    expect(types.slice(0, 9)).toEqual([...first, ...before]);
    expect(types.slice(-3)).toEqual(['steps', 'checkpoint', 'trained']);
  });

  it('reports its stages', () => {
    const stages = [...new Set(ofType(events, 'progress').map(({ stage }) => stage))];
    expect(stages).toEqual(['reading', 'tokenising', 'initialising', 'writing checkpoint']);
  });

  it('says its sizes', () => {
    expect(only(events, 'started')).toMatchObject({
      engine: { name: 'reference' },
      firstStep: 0,
      shape: {
        trainDocuments: 90,
        testDocuments: 30,
        headDim: 5,
        heads: 2,
        stepsPerEpoch: 11,
        totalSteps: 44,
        testSequences: 3,
        classes: ['gardens', 'harbours', 'rockets'],
      },
    });
  });

  it('names its probes’ documents within each sequence', () => {
    const { manifest } = only(events, 'dataset');
    const documents = new Map(
      ofType(events, 'documents').flatMap(({ documents: batch }) =>
        batch.map((document) => [document.hash, document] as const),
      ),
    );
    ofType(events, 'probe').forEach((probe, s) => {
      expect(probe.sequence).toBe(s);
      expect(probe.labels).toEqual(manifest.test.labels.slice(s * 8, s * 8 + 8));
      expect(probe.documentHashes).toEqual(manifest.test.documentHashes.slice(s * 8, s * 8 + 8));
      expect(probe.titles).toEqual(probe.documentHashes.map((hash) => documents.get(hash)!.title));
      expect(probe.tokens[0]).toBe(`${manifest.classes[probe.labels[0]!]} 0`);
    });
  });

  it('measures every untrained baseline', () => {
    expect(only(events, 'baselines').baselines.map(({ spec }) => spec)).toEqual(measureSpecs);
  });

  it('takes snapshots before training, every ten steps and at the end, of each probe', () => {
    const taken = ofType(events, 'snapshot').map(({ step, sequence }) => [step, sequence]);
    expect(taken).toEqual([0, 10, 20, 30, 40, 44].flatMap((step) => [0, 1].map((s) => [step, s])));
  });

  it('evaluates before training, every two epochs and at the end', () => {
    const done = ofType(events, 'evaluation').map(({ evaluation }) => [evaluation.epoch, evaluation.step]);
    expect(done).toEqual([
      [0, 0],
      [2, 22],
      [4, 44],
    ]);
  });

  it('learns', () => {
    const { report, outcome } = only(events, 'trained');
    expect(outcome).toBe('finished');
    expect(report.test!.metrics.loss).toBeLessThan(-0.95);
    const uniform = only(events, 'baselines').baselines[0]!;
    expect(report.test!.metrics.loss).toBeLessThan(uniform.metrics.loss);
  });

  it('reports the means of its test sequences, as the last evaluation has them', () => {
    const { report } = only(events, 'trained');
    const { losses, sameClassMass, metrics, attentionOfFirstSequence } = report.test!;
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / 3;
    expect(losses).toHaveLength(3);
    expect(mean(losses)).toBe(metrics.loss);
    expect(mean(sameClassMass)).toBe(metrics.sameClassMass);
    expect(ofType(events, 'evaluation').at(-1)!.evaluation.metrics).toEqual(metrics);
    expect(attentionOfFirstSequence).toHaveLength(64);
    expect(report).toMatchObject({ step: 44 });
    expect(report.peakRssBytes).toBeGreaterThan(2 ** 24);
    expect(report.secondsPerStep.min).toBeLessThanOrEqual(report.secondsPerStep.median);
  });

  it('gives seconds that grow step by step', () => {
    const seconds = ofType(events, 'steps').flatMap((event) => Array.from(event.seconds));
    expect(seconds).toHaveLength(44);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(only(events, 'trained').report.trainSeconds).toBe(seconds.at(-1));
  });

  it('is what the engine does by hand: loss k before update k, snapshot k after it', async () => {
    const { experiment, folders } = bench.job();
    const dataset = await openDataset(experiment.dataset, folders);
    const { train, test } = await buildFeatures(
      { trainTexts: dataset.train.texts, testTexts: dataset.test.texts, datasetHash: dataset.hash },
      experiment.features,
      { cacheDir: null },
    );
    const { model } = planRun(experiment, dataset, train.sparse.columns);
    const data = { train, trainLabels: dataset.train.labels, test, testLabels: dataset.test.labels };
    const engine = new ReferenceEngine(model, data);
    await engine.initialise(experiment.seed);
    const order = SequenceOrder.start(90, model, experiment.seed);
    const losses = lossesOf(events);
    const snapshots = new Map(
      ofType(events, 'snapshot').map(({ step, sequence, values }) => [`${step} ${sequence}`, values]),
    );
    const sequences = testSequences(30, 8);
    for (let step = 0; ; step++) {
      sequences.slice(0, 2).forEach((rows, s) => {
        const expected = snapshots.get(`${step} ${s}`);
        if (expected !== undefined) expect(engine.attention('test', rows)).toEqual(expected);
      });
      if (step === 44) break;
      expect(engine.step(order.next())).toBe(losses.get(step + 1));
    }
    const own = sequences.map((rows, s) =>
      metricsOf(engine.attention('test', rows), dataset.test.labels.subarray(s * 8, s * 8 + 8), model, 3),
    );
    const { report } = only(events, 'trained');
    expect(report.test!.losses).toEqual(Float64Array.from(own, ({ loss }) => loss));
  });
});

describe('a run that goes wrong', () => {
  it('ends as diverged at the step whose loss is no number, and keeps the good checkpoint', async () => {
    const diverging = bench.job(
      {
        training: { loss: 'cross-entropy', optimiser: 'sgd', learningRate: 1e6 },
        checkpoints: { everySteps: 4 },
      },
      'diverging',
    );
    const told = await runHere(diverging);
    const { outcome, report } = only(told, 'trained');
    expect(outcome).toBe('diverged');
    expect(report.test).toBeNull();
    const losses = lossesOf(told);
    expect(losses.size).toBe(report.step);
    expect(report.step).toBeLessThan(44);
    expect(losses.get(report.step)).not.toSatisfy(Number.isFinite);
    expect(losses.get(report.step - 1)).toSatisfy(Number.isFinite);
    const lastSnapshot = Math.max(...ofType(told, 'snapshot').map(({ step }) => step));
    expect(lastSnapshot).toBeLessThan(report.step);
    const saved = ofType(told, 'checkpoint').map(({ step }) => step);
    expect(saved.at(-1)).toBeLessThan(report.step);
    expect(saved.length).toBeGreaterThan(0);
  });

  it('trains to the end on a full disk, and says that nothing could be kept', async () => {
    const told = await runHere(bench.job({ checkpoints: { everySteps: 20 } }, 'full'), {
      checkpointOptions: { freeBytes: () => Promise.resolve(1_000_000) },
    });
    expect(only(told, 'trained').outcome).toBe('finished');
    expect(ofType(told, 'checkpoint')).toEqual([]);
    const warnings = ofType(told, 'log').map(({ message }) => message);
    // At steps 20 and 40, and at the end.
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toMatch(
      /^no checkpoint in full: not enough disk space for a checkpoint: 67 MB needed, 1 MB free/,
    );
  });
});

describe('a run that cannot be', () => {
  const refusal = async (settings: Parameters<Bench['job']>[0]): Promise<string> => {
    const error: unknown = await runHere(bench.job(settings, 'refused')).catch((thrown: unknown) => thrown);
    return error instanceof LabError ? error.sentence : `not refused: ${String(error)}`;
  };

  it('says how long a sequence may be', async () => {
    expect(await refusal({ training: { sequenceLength: 31 } })).toBe(
      'training.sequenceLength is too long: 31. The test split has 30 documents. Use 2 to 30',
    );
  });

  it('says how many probes there may be', async () => {
    expect(await refusal({ probes: { sequences: 4 } })).toBe(
      'probes.sequences is too many: 4. The test split has 3 sequences of 8. Use 0 to 3',
    );
  });

  it('says how much memory it would need, before it takes any', async () => {
    // 2 · 64 heads · 200,000 rows · 3,000 terms · 3 tensors of float32: 0.9 TB.
    const wordy = join(bench.dataDir, 'wordy');
    for (const [c, name] of ['a', 'b'].entries()) {
      await mkdir(join(wordy, name), { recursive: true });
      for (let i = 0; i < 40; i++) {
        const words = Array.from({ length: 100 }, (_, w) => `word${(c * 1500 + i * 37 + w) % 3000}`);
        await writeFile(join(wordy, name, `${i}.txt`), words.join(' '));
      }
    }
    const { experiment, ...job } = bench.job({ model: { heads: 64, headDim: 200_000 } }, 'refused');
    const work = runHere({
      ...job,
      experiment: {
        ...experiment,
        dataset: { ...experiment.dataset, path: wordy },
        features: { ...experiment.features, minDf: 1 },
      } as Experiment,
    });
    await expect(work).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(
        /^not enough memory: training needs [\d.]+ GB on the reference engine, [\d.]+ GB is available$/,
      ) as string,
    });
  });
});
