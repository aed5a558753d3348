import { beforeAll, describe, expect, it } from 'vitest';
import {
  constantTerm,
  documentParts,
  explainScore,
  ProjectedParts,
  termTotals,
  topPairs,
  type Explanation,
} from '../../../src/lab/attention/explain.ts';
import { seededNumbers } from '../../helpers/seededNumbers.ts';
import { oracle, oracleMatrix } from './oracle.ts';

const D = oracle.features;
const d = 5;
const [keyRow, queryRow] = [4, 7];

const numbers = seededNumbers(9);
const A_K = Float32Array.from({ length: d * D }, () => numbers.normal());
const A_Q = Float32Array.from({ length: d * D }, () => numbers.normal());

function projected(A: Float32Array, row: number, rowsAtOnce: number): ProjectedParts {
  const parts = new ProjectedParts(documentParts(oracleMatrix, row), d);
  for (let r = 0; r < d; r += rowsAtOnce) parts.addRows(r, A.subarray(r * D, (r + rowsAtOnce) * D), D);
  return parts;
}

/** (A_K·x)ᵀ(A_Q·z)/√D with dense standardised rows, as an engine has it. */
function denseScore(): number {
  const project = (A: Float32Array, row: number): number[] => {
    const { sparse, mean, std } = oracleMatrix;
    const x = new Float64Array(D);
    for (let k = sparse.indptr[row]!; k < sparse.indptr[row + 1]!; k += 1) {
      x[sparse.indices[k]!] = sparse.values[k]!;
    }
    return Array.from({ length: d }, (_, r) =>
      x.reduce((sum, value, c) => sum + A[r * D + c]! * ((value - mean) / std), 0),
    );
  };
  const [key, query] = [project(A_K, keyRow), project(A_Q, queryRow)];
  return key.reduce((sum, value, r) => sum + value * query[r]!, 0) / Math.sqrt(D);
}

describe('an explanation', () => {
  let explanation: Explanation;
  beforeAll(() => {
    explanation = explainScore(projected(A_K, keyRow, 1), projected(A_Q, queryRow, 1), D);
  });

  it('sums to the score of standardised features', () => {
    const expected = denseScore();
    expect(Math.abs(explanation.score - expected)).toBeLessThan(1e-9 * Math.abs(expected));
    const sum = explanation.contributions.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum - expected)).toBeLessThan(1e-9 * Math.abs(expected));
  });

  it('has a row and a column for the constant that standardising adds', () => {
    const { keyTerms, queryTerms, contributions } = explanation;
    const { indptr } = oracleMatrix.sparse;
    expect(keyTerms.length).toBe(indptr[keyRow + 1]! - indptr[keyRow]! + 1);
    expect(keyTerms.at(-1)).toBe(constantTerm);
    expect(queryTerms.at(-1)).toBe(constantTerm);
    expect(contributions.length).toBe(keyTerms.length * queryTerms.length);
  });

  it('gives one pair as the product of its two columns', () => {
    const { keyTerms, queryTerms, contributions } = explanation;
    const { sparse, std } = oracleMatrix;
    const x = sparse.values[sparse.indptr[keyRow]! + 1]! / std;
    const z = sparse.values[sparse.indptr[queryRow]!]! / std;
    let product = 0;
    for (let r = 0; r < d; r += 1) {
      product += A_K[r * D + keyTerms[1]!]! * x * (A_Q[r * D + queryTerms[0]!]! * z);
    }
    expect(contributions[queryTerms.length]).toBeCloseTo(product / Math.sqrt(D), 12);
  });

  it('is the same however the rows of the weights arrive', () => {
    const whole = explainScore(projected(A_K, keyRow, d), projected(A_Q, queryRow, d), D);
    expect(whole).toEqual(explanation);
  });

  it('names the pairs that move the score most first, either way', () => {
    const pairs = topPairs(explanation, 4);
    const sizes = Array.from(explanation.contributions, Math.abs).sort((a, b) => b - a);
    expect(pairs.map(({ contribution }) => Math.abs(contribution))).toEqual(sizes.slice(0, 4));
    for (const { keyTerm, queryTerm, contribution } of pairs) {
      const row = explanation.keyTerms.indexOf(keyTerm);
      const column = explanation.queryTerms.indexOf(queryTerm);
      expect(explanation.contributions[row * explanation.queryTerms.length + column]).toBe(contribution);
    }
    expect(topPairs(explanation, 1000).length).toBe(explanation.contributions.length);
  });

  it('adds up to terms of either document, and those to the score', () => {
    for (const side of ['key', 'query'] as const) {
      const totals = termTotals(explanation, side);
      expect(totals.length).toBe(explanation[`${side}Terms`].length);
      expect(totals.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
        explanation.score,
        10,
      );
      expect(Math.abs(totals[0]!.contribution)).toBeGreaterThanOrEqual(Math.abs(totals.at(-1)!.contribution));
    }
  });
});

describe('explanations of odd documents', () => {
  it('know one without terms by its constant alone', () => {
    const { terms, values } = documentParts(oracleMatrix, 2);
    expect([...terms]).toEqual([constantTerm]);
    expect(values[0]).toBe(-oracleMatrix.mean / oracleMatrix.std);
  });

  it('have no share of the constant on raw features', () => {
    const raw = { ...oracleMatrix, mean: 0, std: 1 };
    expect(documentParts(raw, 4).values.at(-1)).toBeCloseTo(0, 12);
  });

  it('refuse documents and rows that do not exist', () => {
    expect(() => documentParts(oracleMatrix, 9)).toThrow('no such document: row 9');
    const parts = new ProjectedParts(documentParts(oracleMatrix, 4), d);
    expect(() => parts.addRows(4, A_K.subarray(0, 2 * D), D)).toThrow('no such rows of a head of 5');
    expect(() => parts.addRows(0, A_K.subarray(0, D + 1), D)).toThrow('no such rows');
    const other = new ProjectedParts(documentParts(oracleMatrix, 4), d + 1);
    expect(() => explainScore(parts, other, D)).toThrow('do not meet');
  });
});
