import type { Database } from 'better-sqlite3';
import { featuresSchema, type EngineName, type FeaturesConfig } from '../../shared/experiment.ts';
import type { RunShape } from '../../shared/run.ts';
import { engineNameSchema, environmentSchema, runShapeSchema } from '../../shared/runSchemas.ts';
import { fromJson } from './columns.ts';

/** How long a step of one run took, and on what. */
export interface StoredSpeed {
  readonly engine: EngineName;
  readonly device: string;
  readonly threads: number;
  readonly shape: RunShape;
  readonly sequenceLength: number;
  readonly secondsPerStep: number;
  readonly processor: string;
  readonly cores: number;
}

interface SpeedRow {
  readonly engine_name: string;
  readonly engine_device: string;
  readonly engine_threads: number;
  readonly shape: string | null;
  readonly environment: string | null;
  readonly seconds_per_step: number;
  readonly sequence_length: number;
}

/** Enough to know a machine by; older runs tell nothing more. */
const looked = 200;

/** What a run's features were, and the sizes they gave. */
export interface StoredShape {
  readonly features: FeaturesConfig;
  readonly shape: RunShape;
}

/** What past runs say about one to come: the time of its steps, the sizes of its data. */
export class PastRunStore {
  readonly #recent;
  readonly #shapes;

  constructor(db: Database) {
    this.#shapes = db.prepare<[string], { features: string; shape: string }>(`
      SELECT json_extract(e.settings, '$.features') AS features, r.shape
      FROM runs r JOIN experiments e ON e.hash = r.experiment
      WHERE r.dataset_hash = ? AND r.shape IS NOT NULL
      ORDER BY r.created_at DESC, r.rowid DESC LIMIT ${looked}`);
    this.#recent = db.prepare<[string], SpeedRow>(`
      SELECT r.engine_name, r.engine_device, r.engine_threads, r.shape, r.environment, r.seconds_per_step,
        json_extract(e.settings, '$.training.sequenceLength') AS sequence_length
      FROM runs r JOIN experiments e ON e.hash = r.experiment
      WHERE r.engine_name = ? AND r.seconds_per_step > 0
      ORDER BY r.created_at DESC, r.rowid DESC LIMIT ${looked}`);
  }

  /** Of the newest runs on an engine, newest first; runs that were deleted count as well. */
  speeds(engine: EngineName): readonly StoredSpeed[] {
    return this.#recent.all(engine).flatMap((row) => {
      const shape = fromJson(runShapeSchema, row.shape);
      const environment = fromJson(environmentSchema, row.environment);
      if (shape === null || environment === null) return [];
      return [
        {
          engine: engineNameSchema.parse(row.engine_name),
          device: row.engine_device,
          threads: row.engine_threads,
          shape,
          sequenceLength: row.sequence_length,
          secondsPerStep: row.seconds_per_step,
          processor: environment.processor,
          cores: environment.cores,
        },
      ];
    });
  }

  /** Of the newest runs on a dataset, newest first. */
  shapes(datasetHash: string): readonly StoredShape[] {
    return this.#shapes.all(datasetHash).map((row) => ({
      features: featuresSchema.parse(JSON.parse(row.features)),
      shape: runShapeSchema.parse(JSON.parse(row.shape)),
    }));
  }
}
