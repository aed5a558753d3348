import { describe, expect, it } from 'vitest';
import {
  attentionOfScores,
  explanationLess,
  pairTable,
  pairsOfCell,
  scoresWithout,
  strike,
  termShares,
  termTable,
} from '../../../src/renderer/charts/explanation.ts';
import { termGrid } from '../../../src/renderer/charts/termGrid.ts';
import type { CellExplanation } from '../../../src/shared/explain.ts';
import { seededNumbers } from '../../helpers/seededNumbers.ts';

const [H, n, d] = [2, 4, 3];

/** Documents as vectors of parts, projected by random matrices: everything an explanation holds follows. */
function sample(key: number, query: number, seed = 3): CellExplanation {
  const numbers = seededNumbers(seed);
  const counts = [3, 2, 4, 3];
  const parts = (): number[][][] =>
    counts.map((count) => Array.from({ length: count }, () => Array.from({ length: H * d }, numbers.normal)));
  const [keyOf, queryOf] = [parts(), parts()];
  const dot = (x: number[], y: number[], h: number): number =>
    Array.from({ length: d }, (_, r) => x[h * d + r]! * y[h * d + r]!).reduce((a, b) => a + b);
  const sum = (list: number[][]): number[] => list.reduce((a, b) => a.map((value, r) => value + b[r]!));
  const each = <T>(count: number, make: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const heads = each(H, (h) => h);
  const [ks, qs] = [keyOf[key]!, queryOf[query]!];
  return {
    heads: H,
    rows: Int32Array.of(10, 11, 12, 13),
    key,
    query,
    keyTerms: [...['apple', 'boat', 'cat'].slice(0, ks.length - 1), null],
    queryTerms: [...['apple', 'dog', 'elk'].slice(0, qs.length - 1), null],
    pairs: Float64Array.from(heads.flatMap((h) => ks.flatMap((k) => qs.map((q) => dot(k, q, h))))),
    keyParts: Float64Array.from(
      heads.flatMap((h) => ks.flatMap((k) => queryOf.map((q) => dot(k, sum(q), h)))),
    ),
    queryParts: Float64Array.from(
      heads.flatMap((h) => qs.flatMap((q) => keyOf.map((k) => dot(sum(k), q, h)))),
    ),
    scores: Float64Array.from(
      heads.flatMap((h) => keyOf.flatMap((k) => queryOf.map((q) => dot(sum(k), sum(q), h)))),
    ),
    link: 'identity',
  };
}

const explanation = sample(2, 1);
const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const scoreOf = (scores: Float64Array, h: number): number => scores[(h * n + 2) * n + 1]!;

describe('the table of reasons', () => {
  it('adds up to the score, whatever is shown', () => {
    for (let h = 0; h < H; h += 1) {
      const terms = pairsOfCell(explanation, h);
      expect(terms.total).toBeCloseTo(scoreOf(explanation.scores, h), 9);
      const table = pairTable(terms, 3, true);
      expect(table.lines.length).toBe(3);
      expect(table.count).toBe(8);
      expect(table.more).toBe(5);
      expect(total(table.lines.map(({ value }) => value)) + table.moreTotal).toBeCloseTo(terms.total, 9);
      const sizes = table.lines.map(({ value }) => Math.abs(value));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      for (const side of ['key', 'query'] as const) {
        expect(total(termTable(terms, side).map(({ value }) => value))).toBeCloseTo(terms.total, 9);
      }
    }
  });

  it('names the constant by no name, and leaves it out of the texts', () => {
    const terms = pairsOfCell(explanation, 0);
    expect(termTable(terms, 'key').some(({ term }) => term === null)).toBe(true);
    expect([...termShares(terms, 'key').keys()].sort()).toEqual(['apple', 'boat', 'cat']);
    expect([...termShares(terms, 'query').keys()]).toEqual(['apple']);
  });

  it('counts no pair that adds nothing', () => {
    const zeros = { ...explanation, pairs: new Float64Array(explanation.pairs.length) };
    expect(pairTable(pairsOfCell(zeros, 0), 5, true)).toEqual({ lines: [], more: 0, moreTotal: 0, count: 0 });
  });
});

describe('terms that are struck out', () => {
  const struck = strike(explanation, { key: new Set(['boat', 'dog']), query: new Set(['apple']) });

  it('are found by name on their own side', () => {
    expect([[...struck.key], [...struck.query]]).toEqual([[1], [0]]);
    const own = sample(2, 2);
    expect(strike(own, { key: new Set(['apple']), query: new Set() })).toEqual({
      key: new Set([0]),
      query: new Set([0]),
    });
  });

  it('leave the score that the remaining pairs add up to', () => {
    const scores = scoresWithout(explanation, struck);
    for (let h = 0; h < H; h += 1) {
      expect(scoreOf(scores, h)).toBeCloseTo(pairsOfCell(explanation, h, struck).total, 9);
    }
  });

  it('change the key’s row and the query’s column and nothing else', () => {
    const scores = scoresWithout(explanation, struck);
    scores.forEach((score, at) => {
      const [i, j] = [Math.floor(at / n) % n, at % n];
      if (i !== 2 && j !== 1) expect(score).toBe(explanation.scores[at]);
      else expect(score).not.toBe(explanation.scores[at]);
    });
    const row = explanation.scores[2 * n + 3]! - explanation.keyParts[n + 3]!;
    expect(scores[2 * n + 3]).toBeCloseTo(row, 9);
  });
});

describe('attention of scores', () => {
  const use = { heads: H, n, softmaxOver: 'keys', temperature: 1, link: 'identity' } as const;
  const column = (values: ArrayLike<number>, j: number): number[] =>
    [0, 1, 2, 3].map((i) => values[i * n + j]!);

  it('is softmax over keys, or over queries, flatter as it gets warmer', () => {
    const attention = attentionOfScores(explanation.scores, use);
    const powers = column(explanation.scores, 1).map(Math.exp);
    column(attention, 1).forEach((value, i) => expect(value).toBeCloseTo(powers[i]! / total(powers), 6));
    const rows = attentionOfScores(explanation.scores, { ...use, softmaxOver: 'queries' });
    expect(total(rows.subarray(0, n))).toBeCloseTo(1, 6);
    const hot = attentionOfScores(explanation.scores, { ...use, temperature: 1000 });
    column(hot, 0).forEach((value) => expect(value).toBeCloseTo(0.25, 2));
    const cold = attentionOfScores(explanation.scores, { ...use, temperature: 0.01 });
    expect(Math.max(...column(cold, 0))).toBeCloseTo(1, 4);
  });

  it('takes the scores of plain measures as they are, and the exponential of RBF', () => {
    const plain = attentionOfScores(explanation.scores, { ...use, softmaxOver: 'none', link: 'exp' });
    expect(plain[5]).toBeCloseTo(Math.exp(explanation.scores[5]!), 4);
  });
});

describe('change since initialisation', () => {
  it('adds up to the change of the score', () => {
    const before = sample(2, 1, 9);
    const change = explanationLess(explanation, before);
    expect(pairsOfCell(change, 1).total).toBeCloseTo(
      scoreOf(explanation.scores, 1) - scoreOf(before.scores, 1),
      9,
    );
  });
});

describe('the difference of two explanations', () => {
  const other: CellExplanation = {
    ...sample(2, 1, 9),
    keyTerms: ['boat', 'zebra', 'cat', null],
  };

  it('adds up to the difference of the scores, of the words that either knows, the constant last', () => {
    const less = explanationLess(explanation, other);
    expect(less.keyTerms).toEqual(['apple', 'boat', 'cat', 'zebra', null]);
    for (let h = 0; h < H; h += 1) {
      expect(pairsOfCell(less, h).total).toBeCloseTo(
        scoreOf(explanation.scores, h) - scoreOf(other.scores, h),
        9,
      );
    }
    const [K, Q] = [4, explanation.queryTerms.length];
    const at = (terms: readonly (string | null)[], term: string | null): number => terms.indexOf(term);
    // A pair that both have, one that only the second has.
    expect(less.pairs[at(less.keyTerms, 'boat') * Q]).toBeCloseTo(
      explanation.pairs[at(explanation.keyTerms, 'boat') * Q]! - other.pairs[at(other.keyTerms, 'boat') * Q]!,
      12,
    );
    expect(less.pairs[(5 + at(less.keyTerms, 'zebra')) * Q]).toBeCloseTo(-other.pairs[(K + 1) * Q]!, 12);
  });

  it('sets the means over heads against each other where one has more of them', () => {
    const one = { ...other, heads: 1, pairs: other.pairs.slice(0, other.pairs.length / H) };
    const less = explanationLess(explanation, one);
    expect(less.heads).toBe(1);
    const mean = (scoreOf(explanation.scores, 0) + scoreOf(explanation.scores, 1)) / 2;
    expect(pairsOfCell(less, 0).total).toBeCloseTo(mean - scoreOf(other.scores, 0), 9);
  });
});

describe('term × term', () => {
  it('shows the terms that add most, keys in rows', () => {
    const terms = pairsOfCell(explanation, 0);
    const words = { keys: 'keys', queries: 'queries', constant: 'constant' };
    const grid = termGrid(terms, { theme: 'light', width: 260, height: 160, words });
    expect(grid.keyTerms).toEqual(termTable(terms, 'key').map(({ term }) => term));
    const [key, query] = [
      terms.keyTerms.indexOf(grid.keyTerms[1]!),
      terms.queryTerms.indexOf(grid.queryTerms[0]!),
    ];
    expect(grid.values[grid.queryTerms.length]).toBe(terms.pairs[key * terms.queryTerms.length + query]);
    expect(Number.isInteger(grid.cell)).toBe(true);
    expect(grid.description).toContain('constant × ');
  });
});
