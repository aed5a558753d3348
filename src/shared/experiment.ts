import { z } from 'zod';
import { LabError } from './errors.ts';

/**
 * The experiment file: what a form edits, a run stores and the command line reads. Names bind (version 1);
 * unknown keys are refused so that a typing error never becomes a silent default.
 */

const seed = z.int().min(0).max(0xffff_ffff);
/** No system has a path with a NUL in it, and Node takes one for a bug of its caller. */
export const filePath = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\0]*$/, 'not a path');
const share = z.number().gt(0).lt(1);
const categories = z.array(z.string().min(1)).min(2, 'at least two classes are needed').nullable();

/** 20 Newsgroups "by date": a `.tar.gz`, an unpacked folder, or null for the downloaded copy in the data folder. */
export const newsgroupsSchema = z.strictObject({
  source: z.literal('20newsgroups'),
  path: filePath.nullable().default(null),
  /** null: all twenty. */
  categories: categories.default(null),
  remove: z.array(z.enum(['headers', 'footers', 'quotes'])).default([]),
  shuffleSeed: seed.default(42),
});

/** One folder a class. With `train/` and `test/` inside, those are the splits; else a seeded stratified split. */
export const folderSchema = z.strictObject({
  source: z.literal('folder'),
  path: filePath,
  categories: categories.default(null),
  testShare: share.default(0.25),
  shuffleSeed: seed.default(42),
});

/** A CSV, TSV or JSONL file; `splitColumn` holds "train" or "test", else a seeded stratified split. */
export const tableSchema = z.strictObject({
  source: z.literal('table'),
  path: filePath,
  format: z.enum(['auto', 'csv', 'tsv', 'jsonl']).default('auto'),
  textColumn: z.string().min(1),
  labelColumn: z.string().min(1),
  splitColumn: z.string().min(1).nullable().default(null),
  categories: categories.default(null),
  testShare: share.default(0.25),
  shuffleSeed: seed.default(42),
});

/** The SpamAssassin corpus that comes with the app: easy ham, hard ham, spam. */
export const embeddedSchema = z.strictObject({
  source: z.literal('embedded'),
  categories: categories.default(null),
  testShare: share.default(0.25),
  shuffleSeed: seed.default(42),
});

export const datasetSchema = z.discriminatedUnion('source', [
  newsgroupsSchema,
  folderSchema,
  tableSchema,
  embeddedSchema,
]);

/**
 * A document-frequency bound as in scikit-learn: an integer is a count of documents, a fraction a share of them.
 * JSON cannot tell 1 from 1.0: `minDf: 1` is the count one, `maxDf: 1` the share 100 %.
 */
const documentFrequency = z
  .number()
  .gt(0)
  .refine((value) => value < 1 || Number.isInteger(value), 'use a share below 1 or a whole number');

export const featuresSchema = z.strictObject({
  sublinearTf: z.boolean().default(true),
  minDf: documentFrequency.default(5),
  maxDf: documentFrequency.default(0.5),
  maxFeatures: z.int().positive().nullable().default(null),
  stopWords: z.enum(['english']).nullable().default('english'),
  norm: z.enum(['l1', 'l2']).nullable().default('l2'),
  /** (X − mean)/std with the scalars of each split, of the train split for both, or not at all. */
  standardise: z.enum(['none', 'per-split', 'train']).default('per-split'),
});

export const modelSchema = z.strictObject({
  heads: z.int().min(1).max(64).default(1),
  /** Rows of each projection: a number, or "full" for the vocabulary size. */
  headDim: z.union([z.literal('full'), z.int().min(1).max(200_000)]).default('full'),
  /** randn, or randn · √(2/D). */
  init: z.enum(['normal', 'scaled']).default('scaled'),
  softmaxOver: z.enum(['keys', 'queries']).default('keys'),
  headReduction: z.enum(['mean-attention', 'mean-loss']).default('mean-attention'),
});

export const trainingSchema = z.strictObject({
  loss: z.enum(['cosine', 'cross-entropy']).default('cosine'),
  optimiser: z.enum(['adam', 'sgd']).default('adam'),
  learningRate: z.number().positive().max(1e6),
  epochs: z.int().min(1).max(100_000).default(5),
  sequenceLength: z.int().min(2).max(512).default(32),
});

export const probesSchema = z.strictObject({
  /** How many test sequences, from the first, have their attention stored along training. */
  sequences: z.int().min(0).max(64).default(1),
  everySteps: z.int().min(1).default(10),
});

export const evaluateSchema = z.strictObject({ everyEpochs: z.int().min(1).default(1) });

export const checkpointsSchema = z.strictObject({
  everySteps: z.int().min(1).nullable().default(null),
  everyMinutes: z.number().positive().nullable().default(null),
  /** What a finished run keeps: the weights alone, also what resuming needs, or nothing. */
  keep: z.enum(['weights', 'resumable', 'none']).default('weights'),
});

export const experimentSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().trim().min(1).max(200),
  seed: z.int().min(0).max(0xffff_ffff).default(0),
  engine: z.enum(['auto', 'reference', 'wasm', 'tensorflow']).default('auto'),
  dataset: datasetSchema,
  features: featuresSchema.prefault({}),
  model: modelSchema.prefault({}),
  training: trainingSchema,
  probes: probesSchema.prefault({}),
  evaluate: evaluateSchema.prefault({}),
  checkpoints: checkpointsSchema.prefault({}),
});

export type Experiment = z.output<typeof experimentSchema>;
/** What a file may leave out. */
export type ExperimentInput = z.input<typeof experimentSchema>;
export type DatasetConfig = z.output<typeof datasetSchema>;
export type DatasetSource = DatasetConfig['source'];
export type FeaturesConfig = z.output<typeof featuresSchema>;
export type ModelConfig = z.output<typeof modelSchema>;
export type TrainingConfig = z.output<typeof trainingSchema>;
export type EngineChoice = Experiment['engine'];
export type EngineName = Exclude<EngineChoice, 'auto'>;

/** One thing wrong with an experiment: where (dotted path, '' for the whole) and what. */
export interface ExperimentIssue {
  readonly path: string;
  readonly message: string;
}

export type ExperimentCheck =
  | { readonly ok: true; readonly experiment: Experiment }
  | { readonly ok: false; readonly issues: readonly ExperimentIssue[] };

/** Parses without throwing, for a form that validates as one types. */
export function checkExperiment(value: unknown): ExperimentCheck {
  const parsed = experimentSchema.safeParse(value);
  if (parsed.success) return { ok: true, experiment: parsed.data };
  return { ok: false, issues: parsed.error.issues.map(describeIssue) };
}

/** Parses a config from outside. Throws `LabError('bad-config')` naming the first fault and where it is. */
export function parseExperiment(value: unknown, origin = 'the experiment'): Experiment {
  const check = checkExperiment(value);
  if (check.ok) return check.experiment;
  const first = check.issues[0] ?? { path: '', message: 'not an experiment' };
  const where = first.path === '' ? origin : `${origin}, ${first.path}`;
  const more = check.issues.length > 1 ? ` (and ${check.issues.length - 1} more)` : '';
  throw new LabError('bad-config', `${where}: ${first.message}${more}`, {
    hint: 'Correct it and try again; the presets show every setting',
  });
}

function describeIssue(issue: z.core.$ZodIssue): ExperimentIssue {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `"${key}"`).join(', ');
    return { path, message: `unknown setting: ${keys}` };
  }
  // JSON knows no undefined: what is not there was left out.
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return { path, message: `missing: expected ${issue.expected}` };
  }
  return { path, message: issue.message };
}
