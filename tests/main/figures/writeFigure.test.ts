import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FigureApi, FigureOptions } from '../../../src/main/figures/drawFigure.ts';
import { drawFigure } from '../../../src/main/figures/drawFigure.ts';
import { figureViews } from '../../../src/main/figures/figureViews.ts';
import { writeFigure } from '../../../src/main/figures/writeFigure.ts';
import { themes } from '../../../src/shared/colours.ts';
import type { LabError } from '../../../src/shared/errors.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import type { MetricValues } from '../../../src/shared/metrics.ts';
import { findPreset } from '../../../src/shared/presets.ts';
import type { RunDetail } from '../../../src/shared/run.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';
import { pixelsOf } from './pixels.ts';

const runId = asRunId('sample1');
const metricsOf = (loss: number): MetricValues => ({
  loss,
  sameClassMass: 0.5,
  voteAccuracy: 0.6,
  precisionAt1: 0.7,
  entropy: 3,
});

function sampleRun(): RunDetail {
  return {
    id: runId,
    name: 'Sample & test',
    state: 'finished',
    experiment: findPreset('quick-start')!.experiment,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    endedAt: null,
    colour: 0,
    starred: false,
    hidden: false,
    tags: [],
    group: null,
    note: '',
    engine: null,
    datasetHash: null,
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

function apiFor(size = 8, heads = 2): FigureApi {
  const bundle = sampleBundle(
    Array.from({ length: size }, (_, i) => (i * 5) % 4),
    { heads },
  );
  return {
    getRun: sampleRun,
    getLosses: () => ({
      runId,
      firstStep: 1,
      losses: Float64Array.from({ length: 40 }, (_, i) => -0.2 - 0.3 * (i / 40) + 0.02 * Math.sin(i * 2)),
      seconds: Float64Array.from({ length: 40 }, (_, i) => i / 100),
    }),
    getAttention: () => bundle,
  };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'figures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const failure = async (work: Promise<unknown>): Promise<LabError> =>
  work.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: unknown) => error as LabError,
  );

describe('drawing a figure', () => {
  it.each(figureViews)('is the reviewed drawing: %s', async (view) => {
    const svg = await drawFigure(apiFor(), runId, view);
    await expect(svg).toMatchFileSnapshot(`./__snapshots__/${view}.svg`);
  });

  it.each(figureViews)('gives the same bytes twice, and others in the dark: %s', async (view) => {
    const svg = await drawFigure(apiFor(), runId, view);
    expect(await drawFigure(apiFor(), runId, view)).toBe(svg);
    const dark = await drawFigure(apiFor(), runId, view, { theme: 'dark' });
    expect(dark).not.toBe(svg);
    expect(dark).toContain(themes.dark.ink);
  });

  it('asks for the step and sequence it was given', async () => {
    const asked: unknown[] = [];
    const api: FigureApi = {
      ...apiFor(),
      getAttention: (input) => {
        asked.push(input);
        return sampleBundle([0, 1]);
      },
    };
    await drawFigure(api, runId, 'heatmap', { step: 20, sequence: 1 });
    await drawFigure(api, runId, 'heads');
    expect(asked).toEqual([
      { runId, step: 20, sequence: 1 },
      { runId, step: null, sequence: 0 },
    ]);
  });

  it('keeps a map of 32 documents, heads included, below 100 kB', async () => {
    for (const heads of [1, 4]) {
      const svg = await drawFigure(apiFor(32, heads), runId, 'heatmap');
      expect(Buffer.byteLength(svg)).toBeLessThan(100_000);
    }
  });

  it.each([
    [2, 1],
    [2, 12],
    [128, 1],
    [40, 12],
  ])('draws %i documents and %i heads', async (size, heads) => {
    for (const view of ['heatmap', 'heads'] as const) {
      const svg = await drawFigure(apiFor(size, heads), runId, view, { order: 'similarity', scale: 'log' });
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('escapes the run’s name', async () => {
    for (const view of figureViews) {
      const svg = await drawFigure(apiFor(), runId, view);
      expect(svg).toContain('Sample &amp; test');
      expect(svg).not.toContain('Sample & test');
    }
  });
});

describe('writing a figure', () => {
  const write = (name: string, options: FigureOptions = {}): Promise<void> =>
    writeFigure(apiFor(), runId, 'heatmap', join(folder, name), options);

  it('writes SVG or PNG by the file’s ending, and nothing beside it', async () => {
    await write('map.svg');
    await write('map.PNG', { width: 400 });
    expect(readdirSync(folder).sort()).toEqual(['map.PNG', 'map.svg']);
    expect(readFileSync(join(folder, 'map.svg'), 'utf8')).toMatch(/^<svg /);
    const { width, rgb } = pixelsOf(readFileSync(join(folder, 'map.PNG')));
    expect(width).toBe(800);
    expect(rgb(1, 1)).toEqual([255, 255, 255]);
  });

  it('replaces an older figure', async () => {
    writeFileSync(join(folder, 'map.svg'), 'old');
    await write('map.svg');
    expect(readFileSync(join(folder, 'map.svg'), 'utf8')).not.toBe('old');
  });

  it('refuses other endings and missing folders in one sentence, and leaves nothing behind', async () => {
    const pdf = await failure(write('map.pdf'));
    expect([pdf.code, pdf.sentence]).toEqual([
      'bad-input',
      'unknown figure format: .pdf. End the file’s name in .svg or .png',
    ]);
    const none = await failure(write('map'));
    expect(none.code).toBe('bad-input');
    const nowhere = await failure(write('no/such/map.svg'));
    expect([nowhere.code, nowhere.message]).toEqual(['io', `no such folder: ${join(folder, 'no/such')}`]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
