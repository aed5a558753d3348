import { z } from 'zod';
import type { Experiment } from '../../shared/experiment.ts';
import { asRunId } from '../../shared/ids.ts';
import type { EngineInfo, Environment, Evaluation, RunSummary } from '../../shared/run.ts';
import {
  engineNameSchema,
  environmentSchema,
  errorMessageSchema,
  runShapeSchema,
  runStateSchema,
} from '../../shared/runSchemas.ts';
import { fromBit, fromJson, fromReal } from './columns.ts';

/** One row of `runs` with its note and its last evaluation, as `selectRuns` reads it. */
const runRow = z.object({
  id: z.string(),
  name: z.string(),
  state: runStateSchema,
  experiment: z.string(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  colour: z.number(),
  starred: z.number(),
  hidden: z.number(),
  group_name: z.string().nullable(),
  engine_name: engineNameSchema.nullable(),
  engine_version: z.string().nullable(),
  engine_device: z.string().nullable(),
  engine_threads: z.number().nullable(),
  dataset_hash: z.string().nullable(),
  shape: z.string().nullable(),
  environment: z.string().nullable(),
  step: z.number(),
  last_loss: z.number().nullable(),
  best_loss: z.number().nullable(),
  seconds_per_step: z.number().nullable(),
  train_seconds: z.number().nullable(),
  peak_rss_bytes: z.number().nullable(),
  error: z.string().nullable(),
  parent_run: z.string().nullable(),
  parent_step: z.number().nullable(),
  note: z.string().nullable(),
  evaluation_step: z.number().nullable(),
  evaluation_epoch: z.number().nullable(),
  evaluation_seconds: z.number().nullable(),
  loss: z.number().nullable(),
  same_class_mass: z.number().nullable(),
  vote_accuracy: z.number().nullable(),
  precision_at_1: z.number().nullable(),
  entropy: z.number().nullable(),
});
export type RunRow = z.output<typeof runRow>;

export const selectRuns = `
SELECT r.*, n.text AS note, e.step AS evaluation_step, e.epoch AS evaluation_epoch,
  e.seconds AS evaluation_seconds, e.loss, e.same_class_mass, e.vote_accuracy, e.precision_at_1, e.entropy
FROM runs r
LEFT JOIN notes n ON n.run = r.id
LEFT JOIN evaluations e ON e.run = r.id AND e.step = (SELECT max(step) FROM evaluations WHERE run = r.id)`;

export const parseRunRow = (row: unknown): RunRow => runRow.parse(row);

export function toSummary(row: RunRow, experiment: Experiment, tags: readonly string[]): RunSummary {
  return {
    id: asRunId(row.id),
    name: row.name,
    state: row.state,
    experiment,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    colour: row.colour,
    starred: fromBit(row.starred),
    hidden: fromBit(row.hidden),
    tags,
    group: row.group_name,
    note: row.note ?? '',
    engine: toEngine(row),
    datasetHash: row.dataset_hash,
    shape: fromJson(runShapeSchema, row.shape),
    step: row.step,
    lastLoss: row.last_loss,
    bestLoss: row.best_loss,
    lastEvaluation: toEvaluation(row),
    secondsPerStep: row.seconds_per_step,
    trainSeconds: row.train_seconds,
    peakRssBytes: row.peak_rss_bytes,
    error: fromJson(errorMessageSchema, row.error),
    parent:
      row.parent_run === null || row.parent_step === null
        ? null
        : { runId: asRunId(row.parent_run), step: row.parent_step },
  };
}

export function toEnvironment(row: RunRow): Environment | null {
  return fromJson(environmentSchema, row.environment);
}

function toEngine(row: RunRow): EngineInfo | null {
  const { engine_name: name, engine_version: version, engine_device: device, engine_threads: threads } = row;
  if (name === null || version === null || device === null || threads === null) return null;
  return { name, version, device, threads };
}

function toEvaluation(row: RunRow): Evaluation | null {
  const { evaluation_step: step, evaluation_epoch: epoch, evaluation_seconds: seconds } = row;
  if (step === null || epoch === null || seconds === null) return null;
  return { step, epoch, seconds, metrics: toMetrics(row) };
}

/** The five metric columns that evaluations, baselines and reports share. */
export interface MetricColumns {
  readonly loss: number | null;
  readonly same_class_mass: number | null;
  readonly vote_accuracy: number | null;
  readonly precision_at_1: number | null;
  readonly entropy: number | null;
}

export function toMetrics(row: MetricColumns): Evaluation['metrics'] {
  return {
    loss: fromReal(row.loss),
    sameClassMass: fromReal(row.same_class_mass),
    voteAccuracy: fromReal(row.vote_accuracy),
    precisionAt1: fromReal(row.precision_at_1),
    entropy: fromReal(row.entropy),
  };
}
