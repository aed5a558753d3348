import type { DatasetSource } from '../../../shared/experiment.ts';
import { newsgroups } from '../../../shared/newsgroups.ts';

/** Groups of the form, as a person thinks of an experiment. */
export const fieldGroups = [
  'data',
  'features',
  'model',
  'init',
  'loss',
  'optimiser',
  'schedule',
  'probes',
  'checkpoints',
  'engine',
] as const;
export type FieldGroup = (typeof fieldGroups)[number];

interface AnyField {
  /** Dotted path in the experiment; label, help and options are messages of the same path. */
  readonly path: string;
  readonly group: FieldGroup;
  /** Stands in the row of the field before it. */
  readonly beside?: boolean;
}

/** A number with its bounds as the schema has them. */
export interface NumberField extends AnyField {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly low: number;
  readonly high: number;
  /** The bound itself is no value. */
  readonly above?: boolean;
  /** A word that is a value too: "full". */
  readonly special?: string;
  /** An empty field means null. */
  readonly emptyIsNull?: boolean;
  /** Said in the field instead of the bounds. */
  readonly unit?: 'min' | 'max' | 'steps' | 'minutes' | 'sequences' | 'epochs';
}

/** One of a few values, all in sight; null is the value "none". */
export interface ChoiceField extends AnyField {
  readonly kind: 'choice';
  readonly options: readonly (string | null)[];
}

export interface SwitchField extends AnyField {
  readonly kind: 'switch';
}

export interface TextField extends AnyField {
  readonly kind: 'text';
  readonly emptyIsNull?: boolean;
  /** A path on the lab's machine: offered a dialog where there is one. */
  readonly picks?: 'file' | 'folder';
}

/** Any of several values; with `noneIsAll`, no choice means all of them, which the schema writes as null. */
export interface ManyField extends AnyField {
  readonly kind: 'many';
  readonly options: readonly string[];
  readonly noneIsAll: boolean;
}

export type Field = NumberField | ChoiceField | SwitchField | TextField | ManyField;

const seedMost = 0xffff_ffff;

type Bounds = Omit<NumberField, 'kind' | 'path' | 'group'>;

const number = (group: FieldGroup, path: string, bounds: Bounds): NumberField => ({
  kind: 'number',
  group,
  path,
  ...bounds,
});
const choice = (group: FieldGroup, path: string, options: readonly (string | null)[]): ChoiceField => ({
  kind: 'choice',
  group,
  path,
  options,
});

const shuffleSeed = number('data', 'dataset.shuffleSeed', { whole: true, low: 0, high: seedMost });
const testShare = number('data', 'dataset.testShare', { whole: false, low: 0, high: 1, above: true });

const dataFields: Readonly<Record<DatasetSource, readonly Field[]>> = {
  embedded: [
    {
      kind: 'many',
      path: 'dataset.categories',
      group: 'data',
      options: ['easy-ham', 'hard-ham', 'spam'],
      noneIsAll: true,
    },
    testShare,
    shuffleSeed,
  ],
  '20newsgroups': [
    { kind: 'many', path: 'dataset.categories', group: 'data', options: newsgroups, noneIsAll: true },
    {
      kind: 'many',
      path: 'dataset.remove',
      group: 'data',
      options: ['headers', 'footers', 'quotes'],
      noneIsAll: false,
    },
    { kind: 'text', path: 'dataset.path', group: 'data', emptyIsNull: true, picks: 'file' },
    shuffleSeed,
  ],
  folder: [{ kind: 'text', path: 'dataset.path', group: 'data', picks: 'folder' }, testShare, shuffleSeed],
  table: [
    { kind: 'text', path: 'dataset.path', group: 'data', picks: 'file' },
    choice('data', 'dataset.format', ['auto', 'csv', 'tsv', 'jsonl']),
    { kind: 'text', path: 'dataset.textColumn', group: 'data' },
    { kind: 'text', path: 'dataset.labelColumn', group: 'data' },
    { kind: 'text', path: 'dataset.splitColumn', group: 'data', emptyIsNull: true },
    testShare,
    shuffleSeed,
  ],
};

const otherFields: readonly Field[] = [
  number('features', 'features.minDf', { whole: false, low: 0, high: 1e6, above: true, unit: 'min' }),
  number('features', 'features.maxDf', {
    whole: false,
    low: 0,
    high: 1e6,
    above: true,
    beside: true,
    unit: 'max',
  }),
  number('features', 'features.maxFeatures', { whole: true, low: 1, high: 1e7, emptyIsNull: true }),
  choice('features', 'features.stopWords', ['english', null]),
  choice('features', 'features.norm', ['l2', 'l1', null]),
  { kind: 'switch', path: 'features.sublinearTf', group: 'features' },
  choice('features', 'features.standardise', ['per-split', 'train', 'none']),
  number('model', 'model.heads', { whole: true, low: 1, high: 64 }),
  number('model', 'model.headDim', { whole: true, low: 1, high: 200_000, special: 'full' }),
  choice('model', 'model.headReduction', ['mean-attention', 'mean-loss']),
  choice('model', 'model.softmaxOver', ['keys', 'queries']),
  choice('init', 'model.init', ['normal', 'scaled']),
  number('init', 'seed', { whole: true, low: 0, high: seedMost }),
  choice('loss', 'training.loss', ['cosine', 'cross-entropy']),
  choice('optimiser', 'training.optimiser', ['adam', 'sgd']),
  number('optimiser', 'training.learningRate', { whole: false, low: 0, high: 1e6, above: true }),
  number('schedule', 'training.epochs', { whole: true, low: 1, high: 100_000 }),
  number('schedule', 'training.sequenceLength', { whole: true, low: 2, high: 512 }),
  number('schedule', 'evaluate.everyEpochs', { whole: true, low: 1, high: 1e6, unit: 'epochs' }),
  number('probes', 'probes.sequences', { whole: true, low: 0, high: 64, unit: 'sequences' }),
  number('probes', 'probes.everySteps', { whole: true, low: 1, high: 1e9, beside: true, unit: 'steps' }),
  choice('checkpoints', 'checkpoints.keep', ['weights', 'resumable', 'none']),
  number('checkpoints', 'checkpoints.everySteps', {
    whole: true,
    low: 1,
    high: 1e9,
    emptyIsNull: true,
    unit: 'steps',
  }),
  number('checkpoints', 'checkpoints.everyMinutes', {
    whole: false,
    low: 0,
    high: 1e6,
    above: true,
    emptyIsNull: true,
    beside: true,
    unit: 'minutes',
  }),
  choice('engine', 'engine', ['auto', 'wasm', 'tensorflow', 'reference']),
];

/** Every field for a source of documents, in order. */
export function fieldsFor(source: unknown): readonly Field[] {
  const isKnown = typeof source === 'string' && Object.hasOwn(dataFields, source);
  return [...(isKnown ? dataFields[source as DatasetSource] : []), ...otherFields];
}

/** The group a dotted path belongs to, for the marks of the index. */
export function groupOf(path: string): FieldGroup {
  return (
    otherFields.find((field) => path === field.path || path.startsWith(`${field.path}.`))?.group ?? 'data'
  );
}
