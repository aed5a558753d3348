import { describe, expect, it } from 'vitest';
import { baselines } from '../../../src/lab/attention/baselines.ts';
import { metricsOf, columnShares } from '../../../src/lab/attention/metrics.ts';
import { measureAttention, measureScores } from '../../../src/lab/attention/measures.ts';
import { measureSpecs } from '../../../src/shared/metrics.ts';
import { oracleMatrix } from './oracle.ts';

const labels = Int32Array.of(0, 1, 2, 0, 1, 0, 2, 1, 0);
const sequences = [Int32Array.of(0, 1, 2, 3), Int32Array.of(4, 5, 6, 7)];
const cosine = { loss: 'cosine', headReduction: 'mean-attention', softmaxOver: 'keys' } as const;

describe('baselines', () => {
  it('are every measure, once, uniform first', async () => {
    const values = await baselines(oracleMatrix, labels, sequences, cosine, 3);
    expect(values.map(({ spec }) => spec)).toEqual(measureSpecs);
    expect(new Set(values.map(({ id }) => id)).size).toBe(17);
    expect(values[0]).toMatchObject({ id: 'uniform', title: 'uniform' });
  });

  it('are means over the sequences of what the measure alone gives', async () => {
    const values = await baselines(oracleMatrix, labels, sequences, cosine, 3);
    for (const { spec, metrics } of values) {
      const each = sequences.map((rows) => {
        const own = Int32Array.from(rows, (row) => labels[row]!);
        return metricsOf(measureAttention(spec, oracleMatrix, rows), own, cosine, 3);
      });
      expect(metrics.loss).toBeCloseTo((each[0]!.loss + each[1]!.loss) / 2, 5);
      expect(metrics.sameClassMass).toBeCloseTo((each[0]!.sameClassMass + each[1]!.sameClassMass) / 2, 5);
    }
  });

  it('give uniform attention minus the mean root of the class shares', async () => {
    const [uniform] = await baselines(oracleMatrix, labels, [sequences[0]!], cosine, 3);
    expect(uniform!.metrics.loss).toBeCloseTo(-(2 * Math.sqrt(1 / 2) + 2 * Math.sqrt(1 / 4)) / 4, 12);
    expect(uniform!.metrics.entropy).toBe(2);
  });

  it('judge plain scores by cross-entropy as shares of their column', async () => {
    const options = { ...cosine, loss: 'cross-entropy' } as const;
    const values = await baselines(oracleMatrix, labels, [sequences[1]!], options, 3);
    const own = Int32Array.from(sequences[1]!, (row) => labels[row]!);
    const plain = values.find(({ id }) => id === 'rbf-raw')!;
    const shares = columnShares(measureScores(plain.spec, oracleMatrix, sequences[1]!), 4);
    expect(plain.metrics.loss).toBeCloseTo(metricsOf(shares, own, options, 3).loss, 12);
    expect(values.every(({ metrics }) => Object.values(metrics).every(Number.isFinite))).toBe(true);
  });
});
