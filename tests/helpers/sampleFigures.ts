import type { FigureApi } from '../../src/main/figures/figureApi.ts';
import { figureSpecSchema, type FigureSpec, type FigureSpecInput } from '../../src/shared/figure.ts';
import { asRunId } from '../../src/shared/ids.ts';
import type { MetricValues } from '../../src/shared/metrics.ts';
import { findPreset } from '../../src/shared/presets.ts';
import type { RunDetail } from '../../src/shared/run.ts';
import {
  sampleAgreement,
  sampleClassMap,
  sampleDataset,
  sampleDatasetDetail,
  sampleExplanation,
} from './sampleAnswers.ts';
import { sampleBundle } from './sampleBundle.ts';

export const sampleRunId = 'sample1';

const metricsOf = (loss: number): MetricValues => ({
  loss,
  sameClassMass: 0.5,
  voteAccuracy: 0.6,
  precisionAt1: 0.7,
  entropy: 3,
});

export function sampleRun(runId = sampleRunId): RunDetail {
  const { experiment } = findPreset('quick-start')!;
  return {
    id: asRunId(runId),
    name: 'Sample & test',
    state: 'finished',
    experiment,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    endedAt: null,
    colour: runId === sampleRunId ? 0 : 1,
    starred: false,
    hidden: false,
    tags: [],
    group: null,
    note: '',
    engine: null,
    datasetHash: 'd'.repeat(64),
    shape: {
      trainDocuments: 400,
      testDocuments: 100,
      features: 50,
      headDim: 8,
      heads: 2,
      parameters: 1600,
      stepsPerEpoch: 10,
      totalSteps: 40,
      testSequences: 3,
      classes: ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'],
    },
    step: 40,
    lastLoss: -0.5,
    bestLoss: -0.5,
    lastEvaluation: {
      epoch: 4,
      step: 40,
      metrics: metricsOf(runId === sampleRunId ? -0.52 : -0.61),
      seconds: 0.1,
    },
    secondsPerStep: null,
    trainSeconds: null,
    peakRssBytes: null,
    error: null,
    parent: null,
    environment: null,
    evaluations: [0, 1, 2, 3, 4].map((epoch) => ({
      epoch,
      step: epoch * 10,
      metrics: metricsOf(-0.2 - epoch * 0.08),
      seconds: 0.1,
    })),
    baselines: [
      {
        id: 'uniform',
        title: 'uniform',
        spec: { kind: 'uniform', features: 'raw', softmax: true },
        metrics: metricsOf(-0.5),
      },
    ],
    probes: [],
    snapshotSteps: [0, 40],
    checkpoints: [],
    log: [],
  };
}

/** A lab of made-up runs: whatever id is asked for has forty steps and the same attention. */
export function sampleFigureApi(size = 8, heads = 2): FigureApi {
  const drawn = sampleBundle(
    Array.from({ length: size }, (_, i) => (i * 5) % 4),
    { heads },
  );
  const tokens = drawn.keyTokens.map((token, at) => ({ ...token, documentHash: `${at % 10}`.repeat(64) }));
  const bundle = { ...drawn, keyTokens: tokens, queryTokens: tokens };
  return {
    getRun: ({ runId }) => sampleRun(runId),
    getLosses: ({ runId }) => ({
      runId,
      firstStep: 1,
      losses: Float64Array.from({ length: 40 }, (_, i) => -0.2 - 0.3 * (i / 40) + 0.02 * Math.sin(i * 2)),
      seconds: Float64Array.from({ length: 40 }, (_, i) => i / 100),
    }),
    getAttention: () => bundle,
    computeAttention: () => bundle,
    getImportedAttention: () => ({
      ...bundle,
      groups: [],
      keyTokens: bundle.keyTokens.map((token) => ({ ...token, group: -1 })),
      queryTokens: bundle.queryTokens.map((token) => ({ ...token, group: -1 })),
    }),
    listImports: () => [],
    getClassMap: () => sampleClassMap(),
    compareMeasures: () => sampleAgreement(size),
    explainCell: ({ key, query, ...about }) =>
      sampleExplanation(key, query, size, 'runId' in about && about.runId === 'sample2' ? 0.5 : 1),
    getSequence: ({ sequence }) => ({
      sequence,
      rows: Int32Array.from({ length: size }, (_, at) => at),
      tokens: bundle.keyTokens,
    }),
    getDocuments: ({ hashes }) =>
      hashes.map((hash) => ({
        hash,
        title: 'A letter',
        text: `A launch to orbit.\n\nThe engine of document ${hash.slice(0, 4)} left the orbit of the moon, and the moon did not mind.`,
      })),
    getDataset: () => sampleDatasetDetail(),
    getMetricsAt: ({ fields, runIds }) => ({
      runIds: runIds ?? [],
      values: fields.map(() => Float64Array.from(runIds ?? [], (_, at) => -0.6 - at / 10)),
    }),
  };
}

/** A figure of the sample run; `look` is 560 px wide if it does not say. */
export function sampleSpec(
  panels: FigureSpecInput['panels'],
  look: Partial<FigureSpecInput['look']> = {},
  columns: number | null = null,
): FigureSpec {
  return figureSpecSchema.parse({
    panels,
    columns,
    look: { width: { value: 560, unit: 'px' }, ...look },
  });
}

const source = { kind: 'run', runId: sampleRunId } as const;
const documents = { kind: 'run', runId: sampleRunId } as const;
const cell = { key: 2, query: 3 } as const;
const others = [sampleRunId, 'sample2'];

/** One figure of each view. */
export const sampleViews = {
  loss: { kind: 'loss', runs: [sampleRunId] },
  heatmap: { kind: 'heatmap', source },
  heads: { kind: 'heads', source },
  model: { kind: 'model', source, rows: 'snapshots' },
  film: { kind: 'film', runs: others },
  grid: {
    kind: 'grid',
    items: [
      { kind: 'one', source },
      { kind: 'one', source: { kind: 'measure', runId: sampleRunId, measure: 'dot-raw-softmax' } },
      { kind: 'seeds', spread: 'deviation', runs: others },
    ],
    pair: [0, 1],
  },
  classes: { kind: 'classes', source },
  measures: { kind: 'measures', documents },
  agreement: { kind: 'agreement', documents },
  pairs: { kind: 'pairs', documents, a: 'cosine-standardised', b: 'euclidean-standardised' },
  'why-pairs': { kind: 'why', source, ...cell },
  'why-terms': { kind: 'why', source, ...cell, shape: 'terms' },
  'why-grid': { kind: 'why', source, ...cell, shape: 'grid' },
  'why-difference': {
    kind: 'why',
    source: { kind: 'difference', a: source, b: { ...source, runId: 'sample2' } },
    ...cell,
  },
  'why-texts': { kind: 'why', source, ...cell, shape: 'texts' },
  bars: { kind: 'bars', runs: others, groupBy: 'none' },
  parallel: { kind: 'parallel', runs: others, columns: ['seed', 'sameClassMass', 'testLoss'] },
  scatter: { kind: 'scatter', runs: others, x: 'seed' },
  counts: { kind: 'counts', dataset: sampleDataset },
} as const satisfies Record<string, FigureSpecInput['panels'][number]>;
export const sampleViewNames = Object.keys(sampleViews) as (keyof typeof sampleViews)[];
