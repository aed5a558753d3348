import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineData, EngineModel } from '../../../src/lab/engine/engine.ts';
import type { FeatureMatrix } from '../../../src/lab/features/matrix.ts';

/** Small experiments trained by PyTorch (tests/fixtures/engine/make.py). */

interface OracleSplit {
  readonly indptr: readonly number[];
  readonly indices: readonly number[];
  readonly values: readonly number[];
  readonly labels: readonly number[];
  readonly mean: number;
  readonly std: number;
}

interface OracleCase extends Omit<EngineModel, 'features'> {
  readonly seed: number;
  readonly standardised: boolean;
  readonly sequences: readonly (readonly number[])[];
  readonly testRows: readonly number[];
  readonly losses: readonly number[];
  /** [H, n', n'] of the test rows after the last step, key × query. */
  readonly attention: readonly number[];
}

interface Oracle {
  readonly features: number;
  readonly train: OracleSplit;
  readonly test: OracleSplit;
  readonly cases: readonly OracleCase[];
}

/** A case in the form an engine takes, with what PyTorch made of it. */
export interface ParityCase {
  readonly title: string;
  readonly seed: number;
  readonly model: EngineModel;
  readonly data: EngineData;
  readonly sequences: readonly Int32Array[];
  readonly testRows: Int32Array;
  readonly losses: readonly number[];
  readonly attention: readonly number[];
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'engine', 'parity.json');
const oracle = JSON.parse(readFileSync(file, 'utf8')) as Oracle;

function matrixOf(split: OracleSplit, standardised: boolean): FeatureMatrix {
  return {
    sparse: {
      rows: split.labels.length,
      columns: oracle.features,
      indptr: Int32Array.from(split.indptr),
      indices: Int32Array.from(split.indices),
      values: Float32Array.from(split.values),
    },
    mean: standardised ? split.mean : 0,
    std: standardised ? split.std : 1,
  };
}

export const parityCases: readonly ParityCase[] = oracle.cases.map((item) => {
  const { seed, standardised, sequences, testRows, losses, attention, ...model } = item;
  const { heads, headDim, sequenceLength, loss, softmaxOver, headReduction, optimiser, init } = model;
  return {
    title:
      `${loss} over ${softmaxOver}, ${optimiser}, ${init}, ${standardised ? 'standardised' : 'raw'}, ` +
      `H ${heads}${heads > 1 ? ` (${headReduction})` : ''}, d ${headDim}, n ${sequenceLength}`,
    seed,
    model: { ...model, features: oracle.features },
    data: {
      train: matrixOf(oracle.train, standardised),
      trainLabels: Int32Array.from(oracle.train.labels),
      test: matrixOf(oracle.test, standardised),
      testLabels: Int32Array.from(oracle.test.labels),
    },
    sequences: sequences.map((rows) => Int32Array.from(rows)),
    testRows: Int32Array.from(testRows),
    losses,
    attention,
  };
});
