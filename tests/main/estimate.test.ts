import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLab, type Lab } from '../../src/main/lab.ts';
import type { Estimate } from '../../src/shared/estimate.ts';
import { parseExperiment } from '../../src/shared/experiment.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';

describe('an estimate', () => {
  const folder = temporaryFolder();
  const documents = join(folder.path, 'documents');
  const dataset = { source: 'folder', path: documents };
  let lab: Lab;
  beforeAll(async () => {
    await writeSmallDataset(documents);
    lab = await openLab({ dataDir: join(folder.path, 'data'), threads: 1 });
  });
  afterAll(async () => {
    await lab.close({ mode: 'kill' });
    folder.remove();
  });

  const settings = (change: object = {}): Record<string, unknown> => ({
    version: 1,
    name: 'small',
    engine: 'reference',
    dataset,
    features: { minDf: 2, maxDf: 0.9 },
    model: { heads: 2, headDim: 5 },
    training: { learningRate: 0.01, epochs: 2, sequenceLength: 8 },
    probes: { sequences: 2, everySteps: 10 },
    ...change,
  });
  const estimate = async (change: object = {}): Promise<Estimate> =>
    lab.api.estimate({ experiment: settings(change) });

  it('says that nothing is known of data that was never read', async () => {
    expect(await estimate()).toMatchObject({
      data: null,
      features: null,
      parameters: null,
      totalSteps: null,
      memoryBytes: null,
      step: null,
      faults: [],
    });
  });

  it('gives the sizes a run then has, from the words counted at the import', async () => {
    await lab.importDataset(parseExperiment(settings()).dataset);
    const before = await estimate();
    expect(before.step).toBeNull();
    const runId = lab.startRun(parseExperiment(settings()));
    const run = await lab.waitForRun(runId);
    expect(run.state).toBe('finished');
    const { shape } = run;
    expect(before).toMatchObject({
      features: shape?.features,
      headDim: 5,
      parameters: shape?.parameters,
      stepsPerEpoch: shape?.stepsPerEpoch,
      totalSteps: shape?.totalSteps,
      testSequences: shape?.testSequences,
      engine: 'reference',
      data: { trainDocuments: shape?.trainDocuments, testDocuments: shape?.testDocuments, classes: 3 },
    });
    expect(before.snapshots?.count).toBe(run.snapshotSteps.length);
    expect(before.memoryBytes).toBeGreaterThan(1e8);
    expect(before.checkpointBytes).toBe((shape?.parameters ?? 0) * 4);
  });

  it('knows a step’s time from a run of the same size', async () => {
    const after = await estimate();
    expect(after.step).toMatchObject({ from: 'same', runs: 1 });
    expect(after.seconds).toBeCloseTo((after.step?.seconds ?? 0) * (after.totalSteps ?? 0), 9);
    expect((await estimate({ model: { heads: 4, headDim: 5 } })).step?.from).toBe('scaled');
  });

  it('knows the same documents split by another seed, as not quite the same', async () => {
    const other = await estimate({ dataset: { ...dataset, shuffleSeed: 7 } });
    expect(other.data).toMatchObject({ exact: false, trainDocuments: 90 });
  });

  it.each([
    [
      'a sequence longer than a split',
      { training: { learningRate: 0.01, sequenceLength: 64 } },
      { kind: 'sequence-too-long', split: 'test', most: 30, value: 64 },
    ],
    [
      'more probes than test sequences',
      { probes: { sequences: 9 } },
      { kind: 'too-many-probes', most: 3, value: 9 },
    ],
    ['bounds that leave no term', { features: { minDf: 90, maxDf: 0.01 } }, { kind: 'no-terms' }],
  ])('names %s', async (_, change, fault) => {
    expect((await estimate(change)).faults).toContainEqual(expect.objectContaining(fault));
  });

  it('names memory as a fault exactly when there is less than it needs', async () => {
    for (const heads of [2, 64]) {
      const { memoryBytes, availableBytes, faults } = await estimate({ model: { heads, headDim: 200_000 } });
      const isTooMuch = (memoryBytes ?? 0) > availableBytes;
      expect(faults.some(({ kind }) => kind === 'memory')).toBe(isTooMuch);
    }
  });

  it('names data that is not there, and data that is not downloaded', async () => {
    const gone = { source: 'folder', path: join(folder.path, 'gone') };
    expect((await estimate({ dataset: gone })).faults).toEqual([{ kind: 'data-missing', path: gone.path }]);
    const news = await estimate({ dataset: { source: '20newsgroups' } });
    expect(news.faults).toEqual([{ kind: 'not-downloaded' }]);
  });

  it('is refused for what is no experiment', async () => {
    await expect(estimate({ model: { heads: 0 } })).rejects.toMatchObject({ code: 'bad-config' });
  });

  it('survives the memory of this process: counts are on the disk', async () => {
    await lab.close({ mode: 'kill' });
    lab = await openLab({ dataDir: join(folder.path, 'data'), threads: 1 });
    expect((await estimate()).terms).toBeGreaterThan(0);
  });
});
