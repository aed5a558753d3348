import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mostParted, pairSpearman, summarisePair } from '../../../src/shared/agreement.ts';
import { measureId } from '../../../src/shared/metrics.ts';
import { measureAgreement } from '../../../src/lab/attention/agreement.ts';
import type { FeatureMatrix } from '../../../src/lab/features/matrix.ts';
import { oracleMatrix, oracleRows } from './oracle.ts';

/** scipy's correlations of scikit-learn's similarities (tests/fixtures/attention/agreement.py). */
const oracle = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'attention', 'agreement.json'), 'utf8'),
) as { readonly measures: readonly string[]; readonly spearman: readonly (readonly (number | null)[])[] };

const never = new AbortController().signal;

/** Rows of unit length, with words in common or none. */
function unitRows(): FeatureMatrix {
  const documents = [
    [0.6, 0.8, 0, 0, 0],
    [0, 0.6, 0.8, 0, 0],
    [0.28, 0.96, 0, 0, 0],
    [0, 0, 0, 0.8, 0.6],
    [0, 0, 0.6, 0, 0.8],
  ];
  const entries = documents.map((row) => row.flatMap((value, at) => (value === 0 ? [] : [{ at, value }])));
  const indptr = [0];
  for (const row of entries) indptr.push(indptr.at(-1)! + row.length);
  return {
    sparse: {
      rows: 5,
      columns: 5,
      indptr: Int32Array.from(indptr),
      indices: Int32Array.from(entries.flat(), ({ at }) => at),
      values: Float32Array.from(entries.flat(), ({ value }) => value),
    },
    mean: 0.3,
    std: 0.4,
  };
}

describe('how the untrained measures agree', () => {
  it('is scipy’s rank correlation, query by query, ties and constant columns included', async () => {
    const agreement = await measureAgreement(oracleMatrix, [oracleRows], never);
    expect(agreement.measures.map(measureId)).toEqual(oracle.measures);
    oracle.spearman.flat().forEach((expected, at) => {
      const found = agreement.spearman[at]!;
      if (expected === null) expect(found).toBeNaN();
      else expect(found).toBeCloseTo(expected, 6);
    });
    expect(agreement.spearman).toHaveLength(28 * 6);
  });

  it('is perfect for cosine and distance on unit rows, and not once values go below zero', async () => {
    const agreement = await measureAgreement(unitRows(), [Int32Array.of(0, 1, 2, 3, 4)], never);
    const raw = summarisePair(pairSpearman(agreement, 1, 2), 5);
    expect(raw).toEqual({
      mean: expect.closeTo(1, 6) as number,
      least: expect.closeTo(1, 6) as number,
      sameOrder: 5,
      queries: 5,
    });
    expect(agreement.features.raw.least).toBe(0);
    expect(agreement.features.raw.shortest).toBeCloseTo(1, 6);
    expect(agreement.features.raw.longest).toBeCloseTo(1, 6);
    const standardised = summarisePair(pairSpearman(agreement, 5, 6), 5);
    expect(standardised.sameOrder).toBeLessThan(5);
    expect(agreement.features.standardised.least).toBeCloseTo(-0.75, 6);
  });

  it('lists the queries whose keys are ordered least alike, by sequence and place', async () => {
    const rows = [Int32Array.of(0, 1, 2), Int32Array.of(2, 3, 4)];
    const agreement = await measureAgreement(unitRows(), rows, never);
    const parted = mostParted(agreement, 5, 1, 3);
    expect(parted).toHaveLength(3);
    const values = pairSpearman(agreement, 1, 5);
    for (const { sequence, query, spearman } of parted) expect(values[sequence * 3 + query]).toBe(spearman);
    expect(parted[0]!.spearman).toBe(Math.min(...values));
  });

  it('stops when it is told to', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(measureAgreement(oracleMatrix, [oracleRows], stopped)).rejects.toThrow('stopped');
  });
});
