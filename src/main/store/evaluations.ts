import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { RunId } from '../../shared/ids.ts';
import type { BaselineValues, MetricValues } from '../../shared/metrics.ts';
import type { Evaluation } from '../../shared/run.ts';
import { measureSpecSchema } from '../../shared/runSchemas.ts';
import { fromBit, toBit, toReal } from './columns.ts';
import { toMetrics, type MetricColumns } from './runRows.ts';

interface EvaluationRow extends MetricColumns {
  readonly step: number;
  readonly epoch: number;
  readonly seconds: number;
}

const baselineRow = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  features: z.string(),
  softmax: z.number(),
  loss: z.number().nullable(),
  same_class_mass: z.number().nullable(),
  vote_accuracy: z.number().nullable(),
  precision_at_1: z.number().nullable(),
  entropy: z.number().nullable(),
});

/** Evaluations along training, and the untrained baselines on the same test sequences. */
export class EvaluationStore {
  readonly #save;
  readonly #of;
  readonly #clearBaselines;
  readonly #saveBaseline;
  readonly #baselines;

  constructor(db: Database) {
    this.#save = db.prepare(`
      INSERT OR REPLACE INTO evaluations
        (run, step, epoch, seconds, loss, same_class_mass, vote_accuracy, precision_at_1, entropy)
      VALUES (:run, :step, :epoch, :seconds, :loss, :sameClassMass, :voteAccuracy, :precisionAt1, :entropy)`);
    this.#of = db.prepare<[string], EvaluationRow>('SELECT * FROM evaluations WHERE run = ? ORDER BY step');
    this.#clearBaselines = db.prepare<[string]>('DELETE FROM baselines WHERE run = ?');
    this.#saveBaseline = db.prepare(`
      INSERT INTO baselines (run, position, id, title, kind, features, softmax,
        loss, same_class_mass, vote_accuracy, precision_at_1, entropy)
      VALUES (:run, :position, :id, :title, :kind, :features, :softmax,
        :loss, :sameClassMass, :voteAccuracy, :precisionAt1, :entropy)`);
    this.#baselines = db.prepare<[string]>('SELECT * FROM baselines WHERE run = ? ORDER BY position');
  }

  /** Keeps one evaluation; the same step again replaces it. */
  save(run: RunId, evaluation: Evaluation): void {
    const { step, epoch, seconds, metrics } = evaluation;
    this.#save.run({ run, step, epoch, seconds, ...metricColumns(metrics) });
  }

  /** By step, ascending. */
  of(run: RunId): readonly Evaluation[] {
    return this.#of
      .all(run)
      .map((row) => ({ epoch: row.epoch, step: row.step, seconds: row.seconds, metrics: toMetrics(row) }));
  }

  /** Replaces a run's baselines, in this order. Call it inside a transaction. */
  saveBaselines(run: RunId, baselines: readonly BaselineValues[]): void {
    this.#clearBaselines.run(run);
    baselines.forEach(({ id, title, spec, metrics }, position) => {
      this.#saveBaseline.run({
        run,
        position,
        id,
        title,
        kind: spec.kind,
        features: spec.features,
        softmax: toBit(spec.softmax),
        ...metricColumns(metrics),
      });
    });
  }

  baselines(run: RunId): readonly BaselineValues[] {
    return this.#baselines.all(run).map((found) => {
      const row = baselineRow.parse(found);
      const spec = { kind: row.kind, features: row.features, softmax: fromBit(row.softmax) };
      return { id: row.id, title: row.title, spec: measureSpecSchema.parse(spec), metrics: toMetrics(row) };
    });
  }
}

/** Metric values as named parameters of a statement; what is not finite becomes NULL. */
export function metricColumns(metrics: MetricValues): {
  readonly [Name in keyof MetricValues]: number | null;
} {
  return {
    loss: toReal(metrics.loss),
    sameClassMass: toReal(metrics.sameClassMass),
    voteAccuracy: toReal(metrics.voteAccuracy),
    precisionAt1: toReal(metrics.precisionAt1),
    entropy: toReal(metrics.entropy),
  };
}
