import { z } from 'zod';
import type { ErrorMessage } from './errors.ts';
import type { BaselineValues, MeasureSpec, MetricValues } from './metrics.ts';
import type { EngineInfo, Environment, Evaluation, LogLine, RunShape } from './run.ts';
import { runStates } from './run.ts';

/** Runtime checks of the run types, for what arrives from the trainer or out of the database. */

export const runStateSchema = z.enum(runStates);
export const engineNameSchema = z.enum(['reference', 'wasm', 'tensorflow']);

const count = z.int().min(0);
/** A metric may be NaN or infinite: a run that diverged says so with its values. */
export const anyNumber = z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)]);

export const engineInfoSchema: z.ZodType<EngineInfo> = z.object({
  name: engineNameSchema,
  version: z.string(),
  device: z.string(),
  threads: count,
});

export const environmentSchema: z.ZodType<Environment> = z.object({
  appVersion: z.string(),
  nodeVersion: z.string(),
  platform: z.string(),
  processor: z.string(),
  cores: count,
  memoryBytes: z.number().min(0),
});

export const runShapeSchema: z.ZodType<RunShape> = z.object({
  trainDocuments: count,
  testDocuments: count,
  features: count,
  headDim: count,
  heads: count,
  parameters: count,
  stepsPerEpoch: count,
  totalSteps: count,
  testSequences: count,
  classes: z.array(z.string()),
});

export const metricValuesSchema: z.ZodType<MetricValues> = z.object({
  loss: anyNumber,
  sameClassMass: anyNumber,
  voteAccuracy: anyNumber,
  precisionAt1: anyNumber,
  entropy: anyNumber,
});

export const evaluationSchema: z.ZodType<Evaluation> = z.object({
  epoch: count,
  step: count,
  metrics: metricValuesSchema,
  seconds: z.number(),
});

export const measureSpecSchema: z.ZodType<MeasureSpec> = z.object({
  kind: z.enum(['uniform', 'dot', 'cosine', 'euclidean', 'rbf']),
  features: z.enum(['raw', 'standardised']),
  softmax: z.boolean(),
});

export const baselineSchema: z.ZodType<BaselineValues> = z.object({
  id: z.string(),
  title: z.string(),
  spec: measureSpecSchema,
  metrics: metricValuesSchema,
});

export const logLevelSchema = z.enum(['info', 'warn', 'error']);
export const logLineSchema: z.ZodType<LogLine> = z.object({
  at: z.string(),
  level: logLevelSchema,
  message: z.string(),
});

const labErrorCodes = z.enum([
  'bad-input',
  'not-found',
  'bad-archive',
  'bad-dataset',
  'bad-config',
  'out-of-memory',
  'out-of-disk',
  'engine-missing',
  'network',
  'busy',
  'newer-schema',
  'forbidden',
  'conflict',
  'io',
]);

export const errorMessageSchema: z.ZodType<ErrorMessage> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancelled') }),
  z.object({
    kind: z.literal('expected'),
    code: labErrorCodes,
    message: z.string(),
    hint: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('bug'), message: z.string(), stack: z.string().exactOptional() }),
]);
