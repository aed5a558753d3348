import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelConfig } from '../../../src/shared/experiment.ts';
import type { MetricName } from '../../../src/shared/metrics.ts';
import type { FeatureMatrix } from '../../../src/lab/features/matrix.ts';

/** scikit-learn's similarities and torch's losses (tests/fixtures/attention/make.py). */
interface Oracle {
  readonly features: number;
  readonly mean: number;
  readonly std: number;
  readonly indptr: readonly number[];
  readonly indices: readonly number[];
  readonly values: readonly number[];
  readonly rows: readonly number[];
  /** By measure id; [n, n]. */
  readonly scores: Readonly<Record<string, readonly number[]>>;
  readonly labels: readonly number[];
  readonly evaluations: readonly {
    readonly softmaxOver: ModelConfig['softmaxOver'];
    readonly attention: readonly number[];
    /** By "loss headReduction". */
    readonly losses: Readonly<Record<string, number>>;
    readonly metrics: Readonly<Record<Exclude<MetricName, 'loss'>, number>>;
  }[];
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'attention', 'measures.json');
export const oracle = JSON.parse(readFileSync(file, 'utf8')) as Oracle;

export const oracleRows = Int32Array.from(oracle.rows);
export const oracleLabels = Int32Array.from(oracle.labels);

/** Nine documents of up to eight terms out of 23; the third has none. */
export const oracleMatrix: FeatureMatrix = {
  sparse: {
    rows: oracle.indptr.length - 1,
    columns: oracle.features,
    indptr: Int32Array.from(oracle.indptr),
    indices: Int32Array.from(oracle.indices),
    values: Float32Array.from(oracle.values),
  },
  mean: oracle.mean,
  std: oracle.std,
};
