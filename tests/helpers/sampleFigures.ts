import type { FigureApi } from '../../src/main/figures/figureApi.ts';
import { figureSpecSchema, type FigureSpec, type FigureSpecInput } from '../../src/shared/figure.ts';
import { asRunId } from '../../src/shared/ids.ts';
import type { MetricValues } from '../../src/shared/metrics.ts';
import { findPreset } from '../../src/shared/presets.ts';
import type { RunDetail } from '../../src/shared/run.ts';
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
    lastEvaluation: null,
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
  const bundle = sampleBundle(
    Array.from({ length: size }, (_, i) => (i * 5) % 4),
    { heads },
  );
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

/** One figure of each view. */
export const sampleViews = {
  loss: { kind: 'loss', runs: [sampleRunId] },
  heatmap: { kind: 'heatmap', source },
  heads: { kind: 'heads', source },
} as const satisfies Record<string, FigureSpecInput['panels'][number]>;
export const sampleViewNames = Object.keys(sampleViews) as (keyof typeof sampleViews)[];
