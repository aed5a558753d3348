import { describe, expect, it } from 'vitest';
import type { SparseMatrix } from '../../../src/lab/features/matrix.ts';
import { Pace } from '../../../src/lab/features/pace.ts';
import { englishStopWords } from '../../../src/lab/features/stopWords.ts';
import { fitTfidf, transformTfidf } from '../../../src/lab/features/tfidf.ts';
import { CancelledError } from '../../../src/shared/errors.ts';
import { corpora, featuresConfig, tfidfCases } from './fixtures.ts';

function expectMatrix(
  actual: SparseMatrix,
  expected: { indptr: number[]; indices: number[]; values: number[] },
): void {
  expect(Array.from(actual.indptr)).toEqual(expected.indptr);
  expect(Array.from(actual.indices)).toEqual(expected.indices);
  expect(actual.values).toHaveLength(expected.values.length);
  const furthest = actual.values.reduce(
    (most, value, i) => Math.max(most, Math.abs(value / expected.values[i]! - 1)),
    0,
  );
  expect(furthest).toBeLessThan(6e-8); // half a float32 step, and ten written digits
}

describe('TF-IDF against scikit-learn', () => {
  it.each(tfidfCases)('gives the same terms and values: $name', async ({ corpus, config, ...expected }) => {
    const { train, test } = corpora[corpus];
    const pace = new Pace(train.length + test.length);
    const { model, matrix } = await fitTfidf(train, config, pace);
    expect(model.terms).toEqual(expected.terms);
    expect(matrix.columns).toBe(expected.terms.length);
    model.idf.forEach((idf, column) => expect(idf).toBeCloseTo(expected.idf[column]!, 12));
    expectMatrix(matrix, expected.train);
    expectMatrix(await transformTfidf(model, test, config, pace), expected.test);
  });
});

describe('fitTfidf', () => {
  const everything = featuresConfig({ minDf: 1, maxDf: 1 });

  it('gives the values worked out by hand in its docstring', async () => {
    const texts = ['Cars, cars and a car', 'The car'];
    const { model, matrix } = await fitTfidf(texts, everything, new Pace(2));
    expect(model.terms).toEqual(['car', 'cars']);
    expect(Array.from(model.documentFrequency)).toEqual([2, 1]);
    expect(Array.from(model.idf, (idf) => idf.toFixed(4))).toEqual(['1.0000', '1.4055']);
    expect(Array.from(matrix.values, (value) => value.toFixed(4))).toEqual(['0.3874', '0.9219', '1.0000']);
  });

  it('knows the 318 stop words', () => {
    expect(new Set(englishStopWords).size).toBe(318);
    expect(englishStopWords.slice(0, 3)).toEqual(['a', 'about', 'above']);
  });

  it('counts the rows that grow past every buffer', async () => {
    const words = Array.from({ length: 70_000 }, (_, i) => `w${i}`);
    const texts = [words.join(' '), words.slice(0, 10).join(' '), words.join(' ')];
    const { model, matrix } = await fitTfidf(texts, everything, new Pace(3));
    expect(model.terms).toHaveLength(70_000);
    expect(Array.from(matrix.indptr)).toEqual([0, 70_000, 70_010, 140_010]);
    expect(matrix.indices.subarray(70_010)).toEqual(matrix.indices.subarray(0, 70_000));
  });

  it('says when every document is empty after stop words', async () => {
    const fit = fitTfidf(['the and', 'not of', ''], everything, new Pace(3));
    await expect(fit).rejects.toMatchObject({
      code: 'bad-dataset',
      message: 'no words to learn from: all 3 training documents are empty after stop words',
      hint: 'Set features.stopWords to null, or check that the dataset’s texts are where they should be',
    });
    const plain = fitTfidf(['?', '1 2'], featuresConfig({ stopWords: null }), new Pace(2));
    await expect(plain).rejects.toMatchObject({
      code: 'bad-dataset',
      message: 'no words to learn from: all 2 training documents hold no word of two characters or more',
    });
  });

  it('says which bound to change when no term survives pruning', async () => {
    const texts = ['red green', 'red blue', 'red black'];
    const rare = fitTfidf(texts, featuresConfig({ minDf: 4, maxDf: 1 }), new Pace(3));
    await expect(rare).rejects.toMatchObject({
      code: 'bad-dataset',
      message:
        'no term survives pruning: of 4 terms in 3 training documents, 4 are in fewer than 4 and 0 in more than 3',
      hint: 'Lower features.minDf (4)',
    });
    const between = fitTfidf(texts, featuresConfig({ minDf: 2, maxDf: 0.5 }), new Pace(3));
    await expect(between).rejects.toMatchObject({
      message:
        'no term survives pruning: of 4 terms in 3 training documents, 3 are in fewer than 2 and 1 in more than 1.5',
      hint: 'Lower features.minDf (2) or raise features.maxDf (0.5)',
    });
  });

  it('lets the event loop turn, and stops when told to', async () => {
    const texts = Array.from({ length: 200 }, (_, i) => `word${i} `.repeat(3000));
    const controller = new AbortController();
    const seen: number[] = [];
    const pace = new Pace(texts.length, controller.signal, ({ done }) => seen.push(done));
    setImmediate(() => controller.abort());
    await expect(fitTfidf(texts, everything, pace)).rejects.toBeInstanceOf(CancelledError);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toBeLessThan(100);
  });
});
