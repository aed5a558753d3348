import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/lab/features/pace.ts';
import { fitTfidf, type TfidfConfig } from '../../src/lab/features/tfidf.ts';
import { tabulateVocabulary } from '../../src/lab/features/vocabularyTable.ts';
import { countWords } from '../../src/lab/features/countWords.ts';
import { featuresSchema } from '../../src/shared/experiment.ts';
import { dropOf, pruningEffect, weighWords } from '../../src/shared/vocabulary.ts';
import { seededNumbers } from '../helpers/seededNumbers.ts';

/** 60 documents over 200 made-up words, frequent ones first, and some stop words. */
function madeUpTexts(): string[] {
  const numbers = seededNumbers(3);
  const stop = ['the', 'of', 'and', 'whereupon'];
  const word = (): string => `term${Math.floor(200 * numbers.uniform() ** 3)}`;
  return Array.from({ length: 60 }, () =>
    Array.from({ length: 5 + numbers.index(40) }, () =>
      numbers.uniform() < 0.2 ? stop[numbers.index(4)] : word(),
    ).join(' '),
  );
}

const texts = madeUpTexts();
const pace = (): Pace => new Pace(texts.length);
const bounds: readonly Partial<TfidfConfig>[] = [
  {},
  { minDf: 1, maxDf: 1 },
  { minDf: 0.1, maxDf: 0.4 },
  { minDf: 3, maxDf: 20, stopWords: null },
  { minDf: 2, maxFeatures: 25 },
];
const configOf = (change: Partial<TfidfConfig>): TfidfConfig => {
  const { sublinearTf, minDf, maxDf, maxFeatures, stopWords, norm } = featuresSchema.parse(change);
  return { sublinearTf, minDf, maxDf, maxFeatures, stopWords, norm };
};

describe('the effect of pruning, from counts alone', () => {
  it.each(bounds)('keeps as many terms as TF-IDF does: %j', async (change) => {
    const config = configOf(change);
    const { counts } = await tabulateVocabulary('hash', texts, pace());
    const { model, matrix } = await fitTfidf(texts, config, pace());
    const effect = pruningEffect(counts, config);
    expect(effect.kept).toBe(model.terms.length);
    const { kept, stopped, rare, common, beyond, all } = effect;
    expect(kept + stopped + rare + common + beyond).toBe(all);
    if (config.maxFeatures === null) expect(effect.entries).toBe(matrix.values.length);
    else expect(effect.entries).toBeGreaterThanOrEqual(matrix.values.length);
  });

  it.each(bounds.slice(0, 4))('names the terms that are kept: %j', async (change) => {
    const config = configOf(change);
    const table = await tabulateVocabulary('hash', texts, pace());
    const { model } = await fitTfidf(texts, config, pace());
    const kept = table.terms.filter((_, at) => {
      const isStopWord = table.isStopWord[at] === 1;
      return dropOf(table.documentFrequency[at] ?? 0, isStopWord, texts.length, config) === null;
    });
    expect([...kept].sort()).toEqual([...model.terms].sort());
  });

  it('counts all terms where it lists only the most frequent', async () => {
    const whole = await tabulateVocabulary('hash', texts, pace());
    const short = await tabulateVocabulary('hash', texts, pace(), 10);
    expect(short.terms).toEqual(whole.terms.slice(0, 10));
    expect(short.counts).toEqual(whole.counts);
    const frequencies = [...whole.documentFrequency];
    expect(frequencies).toEqual([...frequencies].sort((a, b) => b - a));
  });
});

describe('a document’s terms', () => {
  it.each([
    { sublinearTf: true, norm: 'l2' },
    { sublinearTf: false, norm: 'l1' },
    { sublinearTf: true, norm: null },
  ] as const)('weigh as in its row of TF-IDF: %j', async (weighting) => {
    const config = configOf({ ...weighting, minDf: 2 });
    const { model, matrix } = await fitTfidf(texts, config, pace());
    const frequencies = new Map(model.terms.map((term, at) => [term, model.documentFrequency[at] ?? 0]));
    for (const row of [0, 17, 59]) {
      const { words, counts } = countWords(texts[row] ?? '');
      const terms = weighWords(words, counts, texts.length, (word) => frequencies.get(word), weighting);
      const from = matrix.indptr[row] ?? 0;
      const to = matrix.indptr[row + 1] ?? 0;
      expect(terms).toHaveLength(to - from);
      const weights = new Map(terms.map(({ term, weight }) => [term, weight]));
      for (let at = from; at < to; at += 1) {
        const term = model.terms[matrix.indices[at] ?? -1] ?? '';
        expect(weights.get(term)).toBeCloseTo(matrix.values[at] ?? Number.NaN, 6);
      }
    }
  });
});
