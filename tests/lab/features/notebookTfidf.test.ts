import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SparseMatrix } from '../../../src/lab/features/matrix.ts';
import { buildFeatures, type Features } from '../../../src/lab/features/features.ts';
import { Pace } from '../../../src/lab/features/pace.ts';
import { fitTfidf } from '../../../src/lab/features/tfidf.ts';
import { tokenise } from '../../../src/lab/features/tokenise.ts';
import { newsgroupsArchive, readNewsgroups, type Newsgroups } from '../../helpers/newsgroups.ts';
import { sharedFile } from '../../helpers/sharedData.ts';
import { featuresConfig } from './fixtures.ts';

const splitSchema = z.object({
  shape: z.tuple([z.number(), z.number()]),
  nnz: z.number(),
  sum: z.number(),
  max: z.number(),
  row0: z.array(z.tuple([z.number(), z.number()])),
  indices_md5: z.string(),
});
const orderSchema = z.object({
  count: z.number(),
  first10: z.array(z.string()),
  last3: z.array(z.string()),
  targets32: z.array(z.number()),
  all_names_md5: z.string(),
});
const unprunedSchema = z.object({
  documents: z.number(),
  size: z.number(),
  md5: z.string(),
  nnz: z.number(),
  non_ascii_md5: z.string(),
});
const scalarsSchema = z.object({ mean_f64: z.number(), std_f32: z.number() });
const referenceSchema = z.object({
  target_names: z.array(z.string()),
  order: z.record(z.string(), orderSchema),
  vocabulary: z.object({ size: z.number(), md5: z.string() }),
  vocabulary_unpruned: z.object({
    four_categories_english: unprunedSchema.extend({ tokens: z.number() }),
    all_categories_no_stop_words: unprunedSchema.extend({ tokens: z.number() }),
  }),
  idf: z.record(z.string(), z.number()),
  idf_sum: z.number(),
  train: splitSchema,
  test: splitSchema,
  attention32: z.array(z.array(z.number())),
  standardise: z.object({ train: scalarsSchema, test: scalarsSchema }),
});

const referencePath = sharedFile('reference/tfidf.json');
const missing = [
  ...(referencePath === undefined ? ['shared reference/tfidf.json'] : []),
  ...(newsgroupsArchive === undefined ? ['shared data/20news-bydate.tar.gz'] : []),
];
const note = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', no ')})`;

describe.skipIf(missing.length > 0)(`the notebook's features against scikit-learn${note}`, () => {
  let reference: z.output<typeof referenceSchema>;
  let news: Newsgroups;
  let features: Features;

  beforeAll(async () => {
    reference = referenceSchema.parse(JSON.parse(readFileSync(referencePath!, 'utf8')));
    news = await readNewsgroups(newsgroupsArchive!);
    features = await buildFeatures(
      { trainTexts: news.train.texts, testTexts: news.test.texts, datasetHash: 'notebook' },
      featuresConfig(),
      { cacheDir: null },
    );
  });

  it('reads the documents in the order of fetch_20newsgroups', () => {
    expect(news.classes).toEqual(reference.target_names);
    for (const split of ['train', 'test'] as const) {
      const order = reference.order[split]!;
      expect(news[split].texts).toHaveLength(order.count);
      expect(news[split].names.slice(0, 10)).toEqual(order.first10);
      expect(Array.from(news[split].labels.slice(0, 32))).toEqual(order.targets32);
      expect(md5(news[split].names.join('\n'))).toBe(order.all_names_md5);
    }
  });

  it('learns the vocabulary and idf', () => {
    expect(features.terms).toHaveLength(reference.vocabulary.size);
    expect(md5(features.terms.join('\n'))).toBe(reference.vocabulary.md5);
    for (const [term, idf] of Object.entries(reference.idf)) {
      expect(features.idf[features.terms.indexOf(term)]).toBeCloseTo(idf, 12);
    }
    expect(features.idf.reduce((sum, idf) => sum + idf)).toBeCloseTo(reference.idf_sum, 8);
  });

  it.each(['train', 'test'] as const)('weighs the %s split', (split) => {
    const expected = reference[split];
    const { sparse } = features[split];
    expect([sparse.rows, sparse.columns]).toEqual(expected.shape);
    expect(sparse.values).toHaveLength(expected.nnz);
    expect(md5(bytesOf(sparse.indptr), bytesOf(sparse.indices))).toBe(expected.indices_md5);
    expect(sparse.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(expected.sum, 4);
    expect(sparse.values.reduce((most, value) => Math.max(most, value))).toBe(Math.fround(expected.max));
    const row0 = Array.from(sparse.indices.subarray(0, expected.row0.length), (column, i) => [
      column,
      sparse.values[i],
    ]);
    expect(row0).toEqual(expected.row0.map(([column, value]) => [column, Math.fround(value)]));
  });

  it('standardises with the scalars torch finds', () => {
    for (const split of ['train', 'test'] as const) {
      const { mean_f64: mean, std_f32: std } = reference.standardise[split];
      expect(features[split].std).toBe(std);
      expect(features[split].mean).toBe(Math.fround(mean));
    }
  });

  it('gives the notebook’s first attention, dot products of 32 test documents, within 1e-6', () => {
    let furthest = 0;
    reference.attention32.forEach((row, key) =>
      row.forEach((expected, query) => {
        furthest = Math.max(furthest, Math.abs(dot(features.test.sparse, key, query) - expected));
      }),
    );
    expect(reference.attention32).toHaveLength(32);
    expect(furthest).toBeLessThan(1e-6);
  });

  it('finds every word of the four classes', async () => {
    const expected = reference.vocabulary_unpruned.four_categories_english;
    const config = featuresConfig({ minDf: 1, maxDf: 1 });
    const { model, matrix } = await fitTfidf(news.train.texts, config, new Pace(news.train.texts.length));
    expectUnpruned(model.terms, matrix, expected);
  });

  it('finds every word of the twenty classes, stop words included', { timeout: 60_000 }, async () => {
    const expected = reference.vocabulary_unpruned.all_categories_no_stop_words;
    const all = await readNewsgroups(newsgroupsArchive!, null);
    expect(md5(all.train.names.join('\n'))).toBe(reference.order.train_all_categories!.all_names_md5);
    expect(md5(all.test.names.join('\n'))).toBe(reference.order.test_all_categories!.all_names_md5);
    const config = featuresConfig({ minDf: 1, maxDf: 1, stopWords: null });
    const { model, matrix } = await fitTfidf(all.train.texts, config, new Pace(all.train.texts.length));
    expectUnpruned(model.terms, matrix, expected);
    const tokens = all.train.texts.reduce((sum, text) => sum + tokenise(text).length, 0);
    expect(tokens).toBe(expected.tokens);
  });
});

function expectUnpruned(
  terms: readonly string[],
  matrix: SparseMatrix,
  expected: z.output<typeof unprunedSchema>,
): void {
  expect(matrix.rows).toBe(expected.documents);
  expect(terms).toHaveLength(expected.size);
  expect(md5(terms.join('\n'))).toBe(expected.md5);
  expect(matrix.values).toHaveLength(expected.nnz);
  expect(md5(terms.filter((term) => /[^\0-\x7f]/.test(term)).join('\n'))).toBe(expected.non_ascii_md5);
}

function dot(sparse: SparseMatrix, a: number, b: number): number {
  const row = new Map<number, number>();
  for (let i = sparse.indptr[a]!; i < sparse.indptr[a + 1]!; i++)
    row.set(sparse.indices[i]!, sparse.values[i]!);
  let sum = 0;
  for (let i = sparse.indptr[b]!; i < sparse.indptr[b + 1]!; i++) {
    sum += sparse.values[i]! * (row.get(sparse.indices[i]!) ?? 0);
  }
  return sum;
}

function md5(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function bytesOf(array: Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
