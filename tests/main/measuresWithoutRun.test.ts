import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLab, type Lab } from '../../src/main/lab.ts';
import { pairSpearman, summarisePair } from '../../src/shared/agreement.ts';
import { featuresSchema, parseExperiment } from '../../src/shared/experiment.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';

/** Measures of a dataset that nothing was trained on, through the contract and a real trainer. */
describe('measures of a dataset without a run', () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'documents');
  const features = featuresSchema.parse({ minDf: 2, maxDf: 0.9 });
  let lab: Lab;
  let dataset: string;

  beforeAll(async () => {
    await writeSmallDataset(path);
    lab = await openLab({ dataDir: join(folder.path, 'lab') });
    await lab.api.importDataset({ dataset: { source: 'folder', path, ...sampling } });
    for (;;) {
      const [found] = await lab.api.listDatasets({});
      if (found !== undefined) {
        dataset = found.hash;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    folder.remove();
  });
  const sampling = { categories: null, testShare: 0.25, shuffleSeed: 42 };

  const call = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await lab.dispatch(method, input);
    return reply.ok ? reply.value : reply.error;
  };
  const spec = { kind: 'cosine', features: 'raw', softmax: false } as const;
  const by = { kind: 'measure', spec } as const;

  it('are those of a run on the same documents', async () => {
    const runId = lab.startRun(
      parseExperiment({
        version: 1,
        name: 'the same documents',
        dataset: { source: 'folder', path },
        features,
        model: { heads: 1, headDim: 2 },
        training: { learningRate: 0.01, epochs: 1, sequenceLength: 8 },
      }),
    );
    expect((await lab.waitForRun(runId)).state).toBe('finished');
    const untrained = { dataset, features, sequenceLength: 8 };
    const free = (await call('computeAttention', { untrained, by, sequence: 1 })) as { values: Float32Array };
    const bound = (await call('computeAttention', { runId, by, sequence: 1 })) as { values: Float32Array };
    expect(free).toEqual(bound);
    expect(free.values).toHaveLength(64);
    expect(await call('getClassMap', { untrained, by })).toEqual(await call('getClassMap', { runId, by }));
    expect(await call('getSequence', { untrained, sequence: 2 })).toEqual(
      await call('getSequence', { runId, sequence: 2 }),
    );
  });

  it('come in sequences of any length, with the reasons of a cell and the terms behind it', async () => {
    const untrained = { dataset, features, sequenceLength: 5 };
    const bundle = await call('computeAttention', { untrained, by, sequence: 5 });
    expect(bundle).toMatchObject({ keys: 5, queries: 5, meta: { title: 'cosine, test sequence 6' } });
    const rows = [25, 26, 27, 28, 29];
    const why = (await call('explainCell', { untrained, by, rows, key: 1, query: 2 })) as {
      pairs: Float64Array;
      scores: Float64Array;
      keyTerms: (string | null)[];
    };
    expect(why.pairs.reduce((sum, value) => sum + value, 0)).toBeCloseTo(why.scores[7]!, 9);
    const [terms] = (await call('getDocumentTerms', { untrained, rows: [26] })) as { terms: string[] }[];
    expect([...terms!.terms, null]).toEqual(why.keyTerms);
  });

  it('are compared query by query over the whole test split', async () => {
    const agreement = await lab.api.compareMeasures({ untrained: { dataset, features, sequenceLength: 8 } });
    expect(agreement).toMatchObject({ sequences: 3, length: 8 });
    const { sameOrder, queries } = summarisePair(pairSpearman(agreement, 1, 2), 8);
    expect([sameOrder, queries]).toEqual([24, 24]);
    expect(agreement.features.raw).toMatchObject({ least: 0 });
    expect(agreement.features.standardised.least).toBeLessThan(0);
  });

  it('are refused in one sentence where they cannot be had', async () => {
    const untrained = { dataset, features, sequenceLength: 8 };
    expect(await call('computeAttention', { by, sequence: 0 })).toMatchObject({
      code: 'bad-input',
      message: 'computeAttention: give a run or a dataset, one of them',
    });
    expect(await call('getClassMap', { untrained, by: { kind: 'weights', step: 0 } })).toMatchObject({
      code: 'bad-input',
      message: 'no weights without a run: ask for a measure',
    });
    expect(await call('getSequence', { untrained, sequence: 3 })).toMatchObject({ code: 'not-found' });
    expect(await call('compareMeasures', { untrained: { ...untrained, sequenceLength: 64 } })).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/^the test split of .+ has 30 documents: no sequence of 64$/) as string,
      hint: 'Use sequences of 2 to 30',
    });
    expect(
      await call('compareMeasures', { untrained: { ...untrained, dataset: 'f'.repeat(64) } }),
    ).toMatchObject({ code: 'not-found', message: 'no such dataset: ffffffffffff…' });
  });
});
