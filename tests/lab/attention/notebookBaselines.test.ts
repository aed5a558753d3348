import { beforeAll, describe, expect, it } from 'vitest';
import { baselines } from '../../../src/lab/attention/baselines.ts';
import { buildFeatures } from '../../../src/lab/features/features.ts';
import { testSequences } from '../../../src/lab/features/sequences.ts';
import { featuresSchema } from '../../../src/shared/experiment.ts';
import type { BaselineValues } from '../../../src/shared/metrics.ts';
import { newsgroupsArchive, readNewsgroups } from '../../helpers/newsgroups.ts';

const note = newsgroupsArchive === undefined ? ' (skipped: no shared data/20news-bydate.tar.gz)' : '';

describe.skipIf(newsgroupsArchive === undefined)(`baselines on the notebook’s test data${note}`, () => {
  let values: Map<string, BaselineValues>;

  beforeAll(async () => {
    const news = await readNewsgroups(newsgroupsArchive!);
    const { test } = await buildFeatures(
      { trainTexts: news.train.texts, testTexts: news.test.texts, datasetHash: 'notebook' },
      featuresSchema.parse({}),
      { cacheDir: null },
    );
    const sequences = testSequences(news.test.labels.length, 32);
    const options = { loss: 'cosine', headReduction: 'mean-attention', softmaxOver: 'keys' } as const;
    const all = await baselines(test, news.test.labels, sequences, options, news.classes.length);
    values = new Map(all.map((value) => [value.id, value]));
  });

  // numpy on scikit-learn’s features (fixtures/attention/notebookBaselines.py); the design’s figures are the same.
  it.each([
    ['uniform', -0.5206003555712095],
    ['dot-raw', -0.43878751183197684],
    ['dot-raw-softmax', -0.5773424278225702],
    ['euclidean-raw-softmax', -0.5864514183699221],
    ['dot-standardised', -0.42310431929737685],
    ['dot-standardised-softmax', -0.3485085752740948],
  ])('%s has the loss %d', (id, loss) => {
    expect(values.get(id)!.metrics.loss).toBeCloseTo(loss, 6);
  });

  it('beat the notebook’s five epochs, −0.370: what a table of losses must make plain', () => {
    for (const id of ['uniform', 'dot-raw-softmax', 'euclidean-raw-softmax']) {
      expect(values.get(id)!.metrics.loss).toBeLessThan(-0.37);
    }
  });
});
