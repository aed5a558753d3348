import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TrainingControl } from '../../../src/lab/training/control.ts';
import { runJob } from '../../../src/lab/training/runJob.ts';
import { datasetSchema, featuresSchema } from '../../../src/shared/experiment.ts';
import type { FeaturesReport } from '../../../src/shared/trainerMessages.ts';
import { sharedFile } from '../../helpers/sharedData.ts';

const archive = sharedFile('data/20news-bydate.tar.gz');
const oracle = sharedFile('reference/tfidf.json');

/** What scikit-learn gave for the notebook's four classes (reference/RNG.md, sections 5 and 6). */
interface Oracle {
  readonly order: { readonly [Split in 'train' | 'test']: { readonly first10: string[] } };
  readonly tokens32: string[];
  readonly attention32: number[][];
}

describe.skipIf(archive === undefined || oracle === undefined)(
  'the features of the notebook (needs data/20news-bydate.tar.gz and reference/tfidf.json)',
  () => {
    let folder: string;
    let report: FeaturesReport;
    let expected: Oracle;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'features-'));
      expected = JSON.parse(readFileSync(oracle!, 'utf8')) as Oracle;
      await runJob(
        {
          kind: 'features',
          dataset: datasetSchema.parse({
            source: '20newsgroups',
            path: archive,
            categories: ['alt.atheism', 'rec.autos', 'comp.graphics', 'sci.space'],
          }),
          features: featuresSchema.parse({}),
          folders: { dataDir: folder, cacheDir: join(folder, 'cache'), checkpointsDir: folder },
        },
        {
          emit: (event) => {
            if (event.type === 'features') report = event.report;
            return Promise.resolve();
          },
          log: () => Promise.resolve(),
          control: new TrainingControl(),
        },
      );
    }, 60_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('have scikit-learn’s sizes and vocabulary', () => {
      expect(report).toMatchObject({
        train: { documents: 2251, nnz: 190170 },
        test: { documents: 1498, nnz: 122180 },
        vocabulary: { size: 8026, md5: '618ce9177041d8ea738c18ad56b65dbd' },
        targetNames: ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'],
      });
    });

    it('have its first documents and the notebook’s tokens', () => {
      expect(report.train.firstNames).toEqual(expected.order.train.first10);
      expect(report.test.firstNames).toEqual(expected.order.test.first10);
      expect(report.tokens32).toEqual(expected.tokens32);
    });

    it('attend by dot product as they do in the notebook', () => {
      const largest = expected.attention32
        .flat()
        .reduce((most, value, at) => Math.max(most, Math.abs(value - report.attention32[at]!)), 0);
      expect(report.attention32).toHaveLength(32 * 32);
      expect(largest).toBeLessThan(1e-6);
    });
  },
);
