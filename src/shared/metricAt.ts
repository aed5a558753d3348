import { z } from 'zod';
import type { RunId } from './ids.ts';
import { metrics, type MetricName } from './metrics.ts';

/** A metric as a column: "loss" is that of training, at every step; the others are of the test split, after an epoch. */
export type MetricColumn = 'testLoss' | MetricName;

/** The test loss first: it is what runs are ranked by. */
export const metricColumns: readonly MetricColumn[] = [
  'testLoss',
  ...Object.values(metrics).map(({ name }) => name),
];

/** A metric at another time than the last, which a summary holds: the best of a run, or what it was at a step. */
export interface MetricAt {
  readonly column: MetricColumn;
  readonly at: 'best' | number;
}

export const metricOfColumn = (column: MetricColumn): MetricName => (column === 'testLoss' ? 'loss' : column);

/** Columns that have a best. That of the training loss is in every summary, as `bestLoss`. */
export const bestColumns: readonly MetricColumn[] = metricColumns.filter(
  (column) => column !== 'loss' && metrics[metricOfColumn(column)].better !== 'neither',
);

const written = new RegExp(`^(${metricColumns.join('|')})@(best|\\d{1,9})$`);

/** "testLoss@best", "loss@140": how a column and a filter name it. */
export const metricAtField = ({ column, at }: MetricAt): string => `${column}@${at}`;

/** Null of a field that is none, or of a best that there is not. */
export function readMetricAt(field: string): MetricAt | null {
  const [, column, at] = written.exec(field) ?? [];
  if (column === undefined || at === undefined) return null;
  const found = column as MetricColumn;
  if (at !== 'best') return { column: found, at: Number(at) };
  return bestColumns.includes(found) ? { column: found, at } : null;
}

export const metricAtSchema = z
  .string()
  .refine((field) => readMetricAt(field) !== null, 'not a metric at a time, as testLoss@best or loss@140');

/** Columns of `runIds`: of each field a value a run, NaN where there is none. */
export interface MetricsAt {
  readonly runIds: readonly RunId[];
  readonly values: readonly Float64Array[];
}
