import { rankedMeasures, type MeasureAgreement } from '../../src/shared/agreement.ts';
import type { DatasetDetail } from '../../src/shared/datasets.ts';
import type { CellExplanation, ClassAttention } from '../../src/shared/explain.ts';
import { findPreset } from '../../src/shared/presets.ts';

/** What a lab answers about made-up documents: shapes as they come, numbers that are easy to check by hand. */

export const sampleDataset = 'd'.repeat(64);
const classes = ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'];

export function sampleDatasetDetail(): DatasetDetail {
  return {
    hash: sampleDataset,
    title: 'Sample & test',
    config: findPreset('quick-start')!.experiment.dataset,
    classes,
    trainDocuments: 400,
    testDocuments: 100,
    createdAt: '2026-01-01T00:00:00.000Z',
    classCounts: [
      { train: 120, test: 30 },
      { train: 100, test: 25 },
      { train: 90, test: 25 },
      { train: 90, test: 20 },
    ],
    runs: 1,
  };
}

/** Two heads, two sequences of eight documents, two of each class: own classes get 0.4 of a query's attention. */
export function sampleClassMap(): ClassAttention {
  const C = classes.length;
  const own = Array.from({ length: C * C }, (_, at) => (at % (C + 1) === 0 ? 0.8 : 0.4));
  return {
    heads: 2,
    sequences: 2,
    classes,
    mass: Float32Array.from([own, own.map((value) => value * 0.5 + 0.25), own, own].flat()),
    counts: new Int32Array(2 * C).fill(2),
    cosines: new Float32Array(4).fill(0.7),
  };
}

export function sampleAgreement(length = 8): MeasureAgreement {
  const M = rankedMeasures.length;
  const pairs = (M * (M - 1)) / 2;
  return {
    measures: rankedMeasures,
    sequences: 2,
    length,
    spearman: Float32Array.from(
      { length: pairs * 2 * length },
      (_, at) => 1 - ((Math.floor(at / (2 * length)) % 9) + (at % length) / length) / 10,
    ),
    features: {
      raw: { least: 0, shortest: 1, longest: 1 },
      standardised: { least: -0.2, shortest: 3, longest: 9 },
    },
  };
}

/** Key terms 4, 2, 1 and the constant ½ times query terms 3, −1 and the constant ½; the second head half of it; all times `strength`. */
export function sampleExplanation(key: number, query: number, n = 8, strength = 1): CellExplanation {
  const [keyWeights, queryWeights] = [[4, 2, 1, 0.5].map((weight) => weight * strength), [3, -1, 0.5]];
  const pairs = keyWeights.flatMap((k) => queryWeights.map((q) => k * q));
  return {
    heads: 2,
    rows: Int32Array.from({ length: n }, (_, at) => at),
    key,
    query,
    keyTerms: ['orbit', 'moon', 'launch', null],
    queryTerms: ['orbit', 'engine', null],
    pairs: Float64Array.from([...pairs, ...pairs.map((value) => value / 2)]),
    keyParts: new Float64Array(2 * keyWeights.length * n),
    queryParts: new Float64Array(2 * queryWeights.length * n),
    scores: new Float64Array(2 * n * n),
    link: 'identity',
  };
}
