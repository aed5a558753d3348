import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LossHead } from '../../../src/lab/attention/loss.ts';
import { leastAttention, lossOf } from '../../../src/lab/attention/lossOf.ts';
import { columnShares, meanMetrics, metricsOf } from '../../../src/lab/attention/metrics.ts';
import { sharedFile } from '../../helpers/sharedData.ts';
import { seededNumbers } from '../../helpers/seededNumbers.ts';
import { oracle, oracleLabels } from './oracle.ts';

const lossNames = ['cosine', 'cross-entropy'] as const;
const reductions = ['mean-attention', 'mean-loss'] as const;
const notebook = { loss: 'cosine', headReduction: 'mean-attention', softmaxOver: 'keys' } as const;

describe.each(oracle.evaluations)('evaluation of attention over $softmaxOver', (evaluation) => {
  const { softmaxOver } = evaluation;
  const attention = Float64Array.from(evaluation.attention);
  const heads = attention.length / 36;

  it.each(lossNames.flatMap((loss) => reductions.map((headReduction) => ({ loss, headReduction }))))(
    `gives torch’s loss with ${heads} heads: $loss, $headReduction`,
    ({ loss, headReduction }) => {
      const value = lossOf(attention, oracleLabels, { loss, headReduction, softmaxOver });
      expect(value).toBeCloseTo(evaluation.losses[`${loss} ${headReduction}`]!, 9);
    },
  );

  it(`gives every metric by its definition with ${heads} heads`, () => {
    const values = metricsOf(attention, oracleLabels, { ...notebook, softmaxOver }, 3);
    for (const [name, expected] of Object.entries(evaluation.metrics)) {
      expect(values[name as keyof typeof values], name).toBeCloseTo(expected, 9);
    }
  });
});

describe('the loss of attention', () => {
  it('is the one training computes from the scores', () => {
    const numbers = seededNumbers(5);
    const scores = Float64Array.from({ length: 3 * 49 }, () => numbers.normal());
    const labels = Int32Array.of(0, 1, 1, 2, 0, 2, 2);
    for (const loss of lossNames) {
      for (const headReduction of reductions) {
        for (const softmaxOver of ['keys', 'queries'] as const) {
          const options = { loss, headReduction, softmaxOver };
          const attention = new Float64Array(scores.length);
          const trained = new LossHead(3, 7, options).lossAndGradient(
            scores,
            labels,
            attention,
            new Float64Array(scores.length),
          );
          expect(lossOf(attention, labels, options)).toBeCloseTo(trained, 12);
        }
      }
    }
  });

  it('counts attention that has underflowed as the least float32', () => {
    const attention = Float32Array.of(0, 1, 1, 0);
    const options = { ...notebook, loss: 'cross-entropy' } as const;
    expect(lossOf(attention, Int32Array.of(0, 1), options)).toBeCloseTo(-Math.log(leastAttention), 12);
  });
});

describe('metrics of attention worked out by hand', () => {
  // Columns are queries 0, 1 and 2, of classes 0, 1 and 0.
  const labels = Int32Array.of(0, 1, 0);
  const attention = Float64Array.of(0.5, 0.2, 0.1, 0.25, 0.6, 0.8, 0.25, 0.2, 0.1);
  const values = metricsOf(attention, labels, notebook, 2);

  it('shares: 0.75, 0.6 and 0.2 of attention fall on the query’s own class', () => {
    expect(values.sameClassMass).toBeCloseTo((0.75 + 0.6 + 0.2) / 3, 12);
  });

  it('vote: two of three queries have most attention on their class', () => {
    expect(values.voteAccuracy).toBeCloseTo(2 / 3, 12);
  });

  it('precision@1: a tie goes to the first key, and a query itself does not count', () => {
    // Query 0: keys 1 and 2 tie, key 1 is of another class. Query 1: no key of its class. Query 2: key 1.
    expect(values.precisionAt1).toBe(0);
  });

  it('vote: a tie goes to the first class', () => {
    expect(metricsOf(new Float64Array(4).fill(0.5), Int32Array.of(1, 0), notebook, 2).voteAccuracy).toBe(0.5);
  });

  it('entropy: log₂ n bits when spread evenly, none when on one key', () => {
    const even = new Float64Array(64).fill(1 / 8);
    expect(metricsOf(even, new Int32Array(8), notebook, 1).entropy).toBe(3);
    expect(metricsOf(Float64Array.of(1, 0, 0, 1), labels.subarray(0, 2), notebook, 2).entropy).toBe(0);
  });

  it('averages over sequences', () => {
    expect(meanMetrics([values, { ...values, entropy: values.entropy + 1 }]).entropy).toBeCloseTo(
      values.entropy + 0.5,
      12,
    );
  });
});

describe('column shares', () => {
  it('leave negative scores out and spread a column without positive ones evenly', () => {
    expect([...columnShares(Float64Array.of(3, -1, 1, -2), 2)]).toEqual([0.75, 0.5, 0.25, 0.5]);
  });
});

describe('attention that is not a number', () => {
  it('gives metrics that are not numbers, and no right guesses', () => {
    const attention = new Float64Array(9).fill(Number.NaN);
    const values = metricsOf(attention, Int32Array.of(0, 0, 0), notebook, 1);
    expect(values).toEqual({
      loss: Number.NaN,
      sameClassMass: Number.NaN,
      voteAccuracy: 0,
      precisionAt1: 0,
      entropy: Number.NaN,
    });
  });
});

const trained = sharedFile('reference/notebook-training.json');
const order = sharedFile('reference/tfidf.json');

const isMissing = trained === undefined || order === undefined;
const note = isMissing ? ' (skipped: no shared reference/notebook-training.json and tfidf.json)' : '';

describe.skipIf(isMissing)(`the notebook’s trained attention${note}`, () => {
  it('has the loss and same-class mass that PyTorch reports of it', () => {
    const { runs } = JSON.parse(readFileSync(trained!, 'utf8')) as {
      runs: {
        test_losses: number[];
        test_same_class_mass: number[];
        attention_of_first_32_test_documents_keys_by_queries: number[][];
      }[];
    };
    const { targets32 } = (
      JSON.parse(readFileSync(order!, 'utf8')) as { order: { test: { targets32: number[] } } }
    ).order.test;
    expect(runs.length).toBe(2);
    for (const run of runs) {
      const attention = Float64Array.from(run.attention_of_first_32_test_documents_keys_by_queries.flat());
      const values = metricsOf(attention, Int32Array.from(targets32), notebook, 4);
      // The attention is stored with few digits.
      expect(values.loss).toBeCloseTo(run.test_losses[0]!, 4);
      expect(values.sameClassMass).toBeCloseTo(run.test_same_class_mass[0]!, 4);
    }
  });
});
