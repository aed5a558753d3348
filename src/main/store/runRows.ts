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

/**
 * One row of `runs` with its note and its last evaluation, as `selectRuns` reads it. SQLite itself holds the columns
 * to these types (STRICT tables of a known schema version); words and JSON are checked where they are used.
 */
export interface RunRow extends MetricColumns {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly experiment: string;
  readonly experiment_name: string;
  readonly seed: number;
  readonly threads: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly deleted_at: string | null;
  readonly colour: number;
  readonly starred: number;
  readonly hidden: number;
  readonly group_name: string | null;
  readonly engine_name: string | null;
  readonly engine_version: string | null;
  readonly engine_device: string | null;
  readonly engine_threads: number | null;
  readonly dataset_hash: string | null;
  readonly shape: string | null;
  readonly environment: string | null;
  readonly step: number;
  readonly last_loss: number | null;
  readonly best_loss: number | null;
  readonly seconds_per_step: number | null;
  readonly train_seconds: number | null;
  readonly peak_rss_bytes: number | null;
  readonly error: string | null;
  readonly parent_run: string | null;
  readonly parent_step: number | null;
  readonly note: string | null;
  readonly evaluation_step: number | null;
  readonly evaluation_epoch: number | null;
  readonly evaluation_seconds: number | null;
}

/** The five metric columns that evaluations, baselines and reports share. */
export interface MetricColumns {
  readonly loss: number | null;
  readonly same_class_mass: number | null;
  readonly vote_accuracy: number | null;
  readonly precision_at_1: number | null;
  readonly entropy: number | null;
}

export const selectRuns = `
SELECT r.*, n.text AS note, e.step AS evaluation_step, e.epoch AS evaluation_epoch,
  e.seconds AS evaluation_seconds, e.loss, e.same_class_mass, e.vote_accuracy, e.precision_at_1, e.entropy
FROM runs r
LEFT JOIN notes n ON n.run = r.id
LEFT JOIN evaluations e ON e.run = r.id AND e.step = (SELECT max(step) FROM evaluations WHERE run = r.id)`;

export function toSummary(row: RunRow, experiment: Experiment, tags: readonly string[]): RunSummary {
  return {
    id: asRunId(row.id),
    name: row.name,
    state: runStateSchema.parse(row.state),
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
  return { name: engineNameSchema.parse(name), version, device, threads };
}

function toEvaluation(row: RunRow): Evaluation | null {
  const { evaluation_step: step, evaluation_epoch: epoch, evaluation_seconds: seconds } = row;
  if (step === null || epoch === null || seconds === null) return null;
  return { step, epoch, seconds, metrics: toMetrics(row) };
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
