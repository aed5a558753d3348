import type { TrainReport } from '../../shared/trainerMessages.ts';
import { meanOverHeads } from '../attention/loss.ts';
import { meanMetrics, metricsOf } from '../attention/metrics.ts';
import type { Engine } from '../engine/engine.ts';
import { testSequences } from '../features/sequences.ts';
import type { Breath } from './breathe.ts';

/** What a model does on test data: each complete sequence of n test documents in order, and their means. */
export type TestResult = NonNullable<TrainReport['test']>;

/**
 * Evaluates the weights as they are on every complete test sequence (there must be one). `labels` [N] are the test
 * split's, below `classCount`.
 */
export async function evaluateTest(
  engine: Engine,
  labels: Int32Array,
  classCount: number,
  breath: Breath,
): Promise<TestResult> {
  const n = engine.model.sequenceLength;
  const sequences = testSequences(labels.length, n);
  const values = [];
  const attentionOfFirstSequence = new Float64Array(n * n);
  for (const [s, rows] of sequences.entries()) {
    const attention = engine.attention('test', rows); // [H, n, n]
    if (s === 0) meanOverHeads(attention, engine.model.heads, n, attentionOfFirstSequence);
    values.push(metricsOf(attention, labels.subarray(s * n, (s + 1) * n), engine.model, classCount));
    await breath.takeIfDue();
  }
  return {
    losses: Float64Array.from(values, ({ loss }) => loss),
    sameClassMass: Float64Array.from(values, ({ sameClassMass }) => sameClassMass),
    metrics: meanMetrics(values),
    attentionOfFirstSequence: Float32Array.from(attentionOfFirstSequence),
  };
}
