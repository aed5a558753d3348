import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CellExplanation } from '../../../src/shared/explain.ts';
import { measureId, measureSpecs, type MeasureSpec } from '../../../src/shared/metrics.ts';
import { measureScores } from '../../../src/lab/attention/measures.ts';
import { denseRow, never, rowsFrom, trainRun, type TrainedRun } from './trained.ts';

let run: TrainedRun;
beforeAll(async () => {
  run = await trainRun({ engine: 'reference', standardise: 'per-split' });
});
afterAll(() => run.remove());

const rows = rowsFrom(3);
const [key, query] = [1, 6];

async function explain(
  spec: MeasureSpec,
  without: { key: string[]; query: string[] } = { key: [], query: [] },
): Promise<CellExplanation> {
  const by = { kind: 'measure', spec } as const;
  const answer = await run.explainer.answer({ kind: 'cell', by, rows, key, query, without }, never);
  if (answer.kind !== 'cell') throw new Error(answer.kind);
  return answer.explanation;
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const reasoned = measureSpecs.filter(({ kind, softmax }) => kind !== 'uniform' && softmax);

describe.each(reasoned.map((spec) => [measureId(spec), spec] as const))('the score of %s', (_id, spec) => {
  it('is the sum of its pairs', async () => {
    const { pairs, link } = await explain(spec);
    const expected = measureScores(spec, run.test, rows)[key * 8 + query]!;
    expect(link === 'exp' ? Math.exp(total(pairs)) : total(pairs)).toBeCloseTo(expected, 9);
  });

  it('is the sum of the parts of either document with every other', async () => {
    const { keyTerms, queryTerms, keyParts, queryParts, scores, link } = await explain(spec);
    const expected = measureScores(spec, run.test, rows);
    for (let other = 0; other < 8; other += 1) {
      const sumOver = (parts: Float64Array, count: number): number =>
        Array.from({ length: count }, (_, p) => parts[p * 8 + other]!).reduce((a, b) => a + b);
      expect(sumOver(keyParts, keyTerms.length)).toBeCloseTo(scores[key * 8 + other]!, 9);
      expect(sumOver(queryParts, queryTerms.length)).toBeCloseTo(scores[other * 8 + query]!, 9);
    }
    scores.forEach((score, at) =>
      expect(link === 'exp' ? Math.exp(score) : score).toBeCloseTo(expected[at]!, 8),
    );
  });
});

describe('a measure without a term', () => {
  it('is that of the document with a zero in its place', async () => {
    const spec = { kind: 'cosine', features: 'raw', softmax: false } as const;
    const whole = await explain(spec);
    const struck = whole.keyTerms[0]!;
    const { keyTerms, pairs } = await explain(spec, { key: [struck], query: [] });
    expect(keyTerms).not.toContain(struck);
    const column = run.terms.indexOf(struck);
    const [x, y] = [rows[key]!, rows[query]!].map((row) =>
      denseRow({ ...run.test, mean: 0, std: 1 }, row),
    ) as [Float64Array, Float64Array];
    x[column] = 0;
    const dot = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, value, c) => sum + value * b[c]!, 0);
    expect(total(pairs)).toBeCloseTo(dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)), 9);
  });

  it('has no reasons if it is uniform', async () => {
    const spec = { kind: 'uniform', features: 'raw', softmax: true } as const;
    await expect(explain(spec)).rejects.toThrow('uniform attention has no reasons');
  });

  it('shows the terms of any test document with their weights', async () => {
    const answer = await run.explainer.answer({ kind: 'terms', rows: Int32Array.of(4) }, never);
    if (answer.kind !== 'terms') throw new Error(answer.kind);
    const { indptr, values } = run.test.sparse;
    expect(answer.documents[0]!.terms.length).toBe(indptr[5]! - indptr[4]!);
    expect(answer.documents[0]!.weights).toEqual(values.slice(indptr[4]!, indptr[5]!));
    await expect(run.explainer.answer({ kind: 'terms', rows: Int32Array.of(30) }, never)).rejects.toThrow(
      'no such test document: 30 of 30',
    );
  });
});
