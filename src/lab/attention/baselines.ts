import { setImmediate } from 'node:timers/promises';
import {
  measureId,
  measureSpecs,
  measureTitle,
  type BaselineValues,
  type MeasureSpec,
  type MetricValues,
} from '../../shared/metrics.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import { gramOf, type Gram } from './gram.ts';
import type { LossOptions } from './loss.ts';
import { lossOf } from './lossOf.ts';
import { attentionOf } from './measures.ts';
import { columnShares, meanMetrics, metricsOf } from './metrics.ts';

/**
 * Every untrained measure on the same test sequences as a run, judged by the run's own loss: means over the sequences,
 * in the order of `measureSpecs`. Measures that do softmax do it over keys, whatever the run does.
 *
 * Yields to the event loop after each sequence; all of them take about 0.1 s for the notebook's 46 sequences of 32.
 * `sequences` (row indices of `matrix`) must not be empty.
 */
export async function baselines(
  matrix: FeatureMatrix,
  labels: Int32Array,
  sequences: readonly Int32Array[],
  options: LossOptions,
  classCount: number,
): Promise<BaselineValues[]> {
  const values = measureSpecs.map((): MetricValues[] => []);
  for (const rows of sequences) {
    const gram = gramOf(matrix, rows);
    const own = Int32Array.from(rows, (row) => labels[row]!);
    measureSpecs.forEach((spec, index) =>
      values[index]!.push(measured(spec, gram, own, options, classCount)),
    );
    await setImmediate();
  }
  return measureSpecs.map((spec, index) => ({
    id: measureId(spec),
    title: measureTitle(spec),
    spec,
    metrics: meanMetrics(values[index]!),
  }));
}

/** The cosine loss takes any scores as they are; cross-entropy needs a distribution, so plain scores become shares. */
function measured(
  spec: MeasureSpec,
  gram: Gram,
  labels: Int32Array,
  options: LossOptions,
  classCount: number,
): MetricValues {
  const attention = attentionOf(spec, gram);
  const values = metricsOf(attention, labels, options, classCount);
  if (spec.softmax || options.loss === 'cosine') return values;
  return { ...values, loss: lossOf(columnShares(attention, gram.n), labels, options) };
}
