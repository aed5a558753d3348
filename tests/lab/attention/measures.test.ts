import { describe, expect, it } from 'vitest';
import { measureAttention, measureScores } from '../../../src/lab/attention/measures.ts';
import { gramOf } from '../../../src/lab/attention/gram.ts';
import { measureId, measureSpecs } from '../../../src/shared/metrics.ts';
import { oracle, oracleMatrix, oracleRows } from './oracle.ts';

const n = oracleRows.length;

describe('untrained measures', () => {
  it.each(
    measureSpecs.filter(({ kind }) => kind !== 'uniform').map((spec) => ({ id: measureId(spec), spec })),
  )('equal scikit-learn’s: $id', ({ id, spec }) => {
    const attention = measureAttention(spec, oracleMatrix, oracleRows);
    const expected = oracle.scores[id]!;
    expect(attention.length).toBe(n * n);
    attention.forEach((value, at) => {
      expect(Math.abs(value - expected[at]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected[at]!)));
    });
  });

  it('score the same with softmax and without: it comes after', () => {
    const plain = { kind: 'dot', features: 'raw', softmax: false } as const;
    expect(measureScores({ ...plain, softmax: true }, oracleMatrix, oracleRows)).toEqual(
      measureScores(plain, oracleMatrix, oracleRows),
    );
  });

  it('are symmetric to the bit before softmax', () => {
    for (const spec of measureSpecs) {
      const scores = measureScores(spec, oracleMatrix, oracleRows);
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < i; j += 1) expect(scores[i * n + j]).toBe(scores[j * n + i]);
      }
    }
  });

  it('put no distance between a document and itself', () => {
    for (const features of ['raw', 'standardised'] as const) {
      const scores = measureScores({ kind: 'euclidean', features, softmax: false }, oracleMatrix, oracleRows);
      for (let i = 0; i < n; i += 1) expect(Object.is(scores[i * n + i], 0)).toBe(true);
    }
  });

  it('find an empty document alike to none by its cosine', () => {
    const scores = measureScores(
      { kind: 'cosine', features: 'raw', softmax: false },
      oracleMatrix,
      oracleRows,
    );
    const empty = oracleRows.indexOf(2);
    for (let j = 0; j < n; j += 1) expect(scores[empty * n + j]).toBe(0);
  });

  it('give uniform attention 1/n everywhere', () => {
    const attention = measureAttention(measureSpecs[0]!, oracleMatrix, oracleRows);
    expect(attention.every((value) => value === Math.fround(1 / n))).toBe(true);
  });

  it('refuse a document that does not exist', () => {
    expect(() => gramOf(oracleMatrix, Int32Array.of(0, 9))).toThrow('no such document: row 9');
  });
});
