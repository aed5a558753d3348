import { z } from 'zod';
import { measurementSchema } from '../../shared/compute.ts';
import { datasetSchema } from '../../shared/experiment.ts';
import {
  anyNumber,
  baselineSchema,
  engineInfoSchema,
  engineNameSchema,
  environmentSchema,
  errorMessageSchema,
  evaluationSchema,
  logLevelSchema,
  metricValuesSchema,
  runShapeSchema,
} from '../../shared/runSchemas.ts';
import type {
  DatasetManifest,
  DoctorReport,
  EngineReport,
  FeaturesReport,
  TrainerEvent,
  TrainReport,
} from '../../shared/trainerMessages.ts';
import type { VocabularyTable } from '../../shared/vocabulary.ts';
import { answerSchema } from './explainAnswers.ts';

/** What a trainer process says, checked on arrival: it is another process, and may be of another version. */

const count = z.int().min(0);
const step = z.int().min(1);
const strings = z.array(z.string());
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256');
// Arrays arrive through Node's structured clone with their own class.
const float32 = z.custom<Float32Array>((value) => value instanceof Float32Array, 'not a Float32Array');
const float64 = z.custom<Float64Array>((value) => value instanceof Float64Array, 'not a Float64Array');
const int32 = z.custom<Int32Array>((value) => value instanceof Int32Array, 'not an Int32Array');

const split = z.object({ names: strings, labels: int32, documentHashes: z.array(hash) });
const manifest: z.ZodType<DatasetManifest> = z.object({
  hash,
  title: z.string(),
  config: datasetSchema,
  classes: strings,
  train: split,
  test: split,
});

const trainReport: z.ZodType<TrainReport> = z.object({
  step: count,
  secondsPerStep: z.object({ median: anyNumber, min: anyNumber }),
  trainSeconds: z.number(),
  peakRssBytes: z.number(),
  test: z
    .object({
      losses: float64,
      sameClassMass: float64,
      metrics: metricValuesSchema,
      attentionOfFirstSequence: float32,
    })
    .nullable(),
});

const splitCounts = z.object({ documents: count, nnz: count, firstNames: strings });
const featuresReport: z.ZodType<FeaturesReport> = z.object({
  train: splitCounts,
  test: splitCounts,
  vocabulary: z.object({ size: count, md5: z.string() }),
  targetNames: strings,
  tokens32: strings,
  attention32: float32,
  seconds: z.number(),
});

const engineReport: z.ZodType<EngineReport> = z.discriminatedUnion('available', [
  z.object({
    name: engineNameSchema,
    available: z.literal(true),
    info: engineInfoSchema,
    details: z.record(z.string(), z.string()),
  }),
  z.object({
    name: engineNameSchema,
    available: z.literal(false),
    reason: z.string(),
    remedy: z.string().nullable(),
  }),
]);
const doctorReport: z.ZodType<DoctorReport> = z.object({
  appVersion: z.string(),
  environment: environmentSchema,
  dataDir: z.string(),
  engines: z.array(engineReport),
});

const frequencyCounts = z.object({ frequencies: int32, terms: int32 });
const vocabularyTable: z.ZodType<VocabularyTable> = z.object({
  dataset: hash,
  counts: z.object({
    documents: count,
    words: frequencyCounts,
    stopWords: frequencyCounts,
    longest: count,
  }),
  terms: strings,
  documentFrequency: int32,
  occurrences: float64,
  isStopWord: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not a Uint8Array'),
});

const trainerEvent: z.ZodType<TrainerEvent> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    stage: z.string(),
    done: z.number(),
    total: z.number().nullable(),
    unit: z.enum(['documents', 'bytes', 'steps', 'values']),
  }),
  z.object({ type: z.literal('log'), at: z.string(), level: logLevelSchema, message: z.string() }),
  z.object({ type: z.literal('heartbeat'), rssBytes: z.number() }),
  z.object({ type: z.literal('dataset'), manifest }),
  z.object({
    type: z.literal('documents'),
    documents: z.array(z.object({ hash, title: z.string(), text: z.string() })),
  }),
  z.object({
    type: z.literal('started'),
    engine: engineInfoSchema,
    environment: environmentSchema,
    shape: runShapeSchema,
    firstStep: count,
  }),
  z.object({
    type: z.literal('probe'),
    sequence: count,
    labels: int32,
    documentHashes: z.array(hash),
    tokens: strings,
    titles: strings,
  }),
  z.object({ type: z.literal('baselines'), baselines: z.array(baselineSchema) }),
  z
    .object({ type: z.literal('steps'), firstStep: step, losses: float64, seconds: float64 })
    .refine(({ losses, seconds }) => losses.length === seconds.length, 'losses and seconds differ in length'),
  z.object({ type: z.literal('evaluation'), evaluation: evaluationSchema }),
  z.object({ type: z.literal('snapshot'), step: count, sequence: count, heads: step, values: float32 }),
  z.object({
    type: z.literal('checkpoint'),
    step: count,
    folder: z.string(),
    bytes: count,
    resumable: z.boolean(),
  }),
  z.object({ type: z.literal('checkpoint-removed'), folder: z.string() }),
  z.object({ type: z.literal('paused'), step: count }),
  z.object({ type: z.literal('resumed'), step: count }),
  z.object({
    type: z.literal('trained'),
    outcome: z.enum(['finished', 'cancelled', 'interrupted', 'diverged']),
    report: trainReport,
  }),
  z.object({ type: z.literal('imported'), manifest }),
  z.object({ type: z.literal('features'), report: featuresReport }),
  z.object({ type: z.literal('doctor'), report: doctorReport }),
  z.object({ type: z.literal('vocabulary'), table: vocabularyTable }),
  z.object({ type: z.literal('measured'), measurements: z.array(measurementSchema) }),
  z.object({ type: z.literal('answer'), id: count, answer: answerSchema }),
  z.object({ type: z.literal('refused'), id: count, error: errorMessageSchema }),
  z.object({ type: z.literal('failed'), error: errorMessageSchema }),
]);

/** Throws a bug naming the message's type and fault, never its contents. */
export function parseTrainerEvent(message: unknown): TrainerEvent {
  const parsed = trainerEvent.safeParse(message);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const isTyped = typeof message === 'object' && message !== null && 'type' in message;
  const type = isTyped && typeof message.type === 'string' ? message.type.slice(0, 40) : 'one without a type';
  throw new Error(
    `unexpected message from the trainer: ${type}, ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}
