/**
 * Every metric and every untrained measure, described once: tables, charts, exports and the help all read this.
 */

export type MetricName = 'loss' | 'sameClassMass' | 'voteAccuracy' | 'precisionAt1' | 'entropy';

export interface MetricDescription {
  readonly name: MetricName;
  readonly title: string;
  /** What it is, in one sentence with its formula. */
  readonly definition: string;
  readonly unit: string;
  readonly range: readonly [low: number, high: number];
  readonly better: 'lower' | 'higher' | 'neither';
  /** Decimals in a table. */
  readonly decimals: number;
}

export const metrics: { readonly [Name in MetricName]: MetricDescription } = {
  loss: {
    name: 'loss',
    title: 'Loss',
    definition:
      'The loss the run trains on: minus the mean cosine of attention columns with the label mask, or the cross-entropy to the normalised mask.',
    unit: '',
    range: [-1, Number.POSITIVE_INFINITY],
    better: 'lower',
    decimals: 4,
  },
  sameClassMass: {
    name: 'sameClassMass',
    title: 'Same-class mass',
    definition:
      'Mean over queries of the share of attention that falls on keys of the query’s own class, itself included.',
    unit: '',
    range: [0, 1],
    better: 'higher',
    decimals: 3,
  },
  voteAccuracy: {
    name: 'voteAccuracy',
    title: 'Vote accuracy',
    definition:
      'Share of queries whose own class collects the most attention summed over all keys; ties go to the first class.',
    unit: '',
    range: [0, 1],
    better: 'higher',
    decimals: 3,
  },
  precisionAt1: {
    name: 'precisionAt1',
    title: 'Precision@1',
    definition:
      'Share of queries whose most attended key other than themselves has their class; ties go to the first key.',
    unit: '',
    range: [0, 1],
    better: 'higher',
    decimals: 3,
  },
  entropy: {
    name: 'entropy',
    title: 'Entropy',
    definition: 'Mean over queries of the entropy of their attention over keys, −Σ p·log₂p.',
    unit: 'bit',
    range: [0, 9],
    better: 'neither',
    decimals: 3,
  },
};

/** Values of every metric on the same test sequences. */
export type MetricValues = { readonly [Name in MetricName]: number };

export type MeasureKind = 'uniform' | 'dot' | 'cosine' | 'euclidean' | 'rbf';

/** An untrained way to score two documents: which similarity, of which features, with or without softmax. */
export interface MeasureSpec {
  readonly kind: MeasureKind;
  /** Raw TF-IDF rows, or standardised as the run's features are. Uniform ignores it. */
  readonly features: 'raw' | 'standardised';
  readonly softmax: boolean;
}

/** A baseline beside a run: one measure on the run's own test sequences. Without softmax the loss is still the cosine of columns. */
export interface BaselineValues {
  readonly id: string;
  readonly title: string;
  readonly spec: MeasureSpec;
  readonly metrics: MetricValues;
}

const measureTitles: { readonly [Kind in MeasureKind]: string } = {
  uniform: 'uniform',
  dot: 'dot',
  cosine: 'cosine',
  euclidean: 'negative Euclidean',
  rbf: 'RBF',
};

/** "dot-raw-softmax": stable, for files and addresses. */
export function measureId(spec: MeasureSpec): string {
  if (spec.kind === 'uniform') return 'uniform';
  return `${spec.kind}-${spec.features}${spec.softmax ? '-softmax' : ''}`;
}

export function measureTitle(spec: MeasureSpec): string {
  if (spec.kind === 'uniform') return measureTitles.uniform;
  const features = spec.features === 'raw' ? '' : ', standardised';
  return `${measureTitles[spec.kind]}${features}${spec.softmax ? ', softmax' : ''}`;
}

/** Every measure the lab offers, uniform first. */
export const measureSpecs: readonly MeasureSpec[] = [
  { kind: 'uniform', features: 'raw', softmax: true },
  ...(['dot', 'cosine', 'euclidean', 'rbf'] as const).flatMap((kind) =>
    (['raw', 'standardised'] as const).flatMap((features) =>
      [true, false].map((softmax) => ({ kind, features, softmax })),
    ),
  ),
];
