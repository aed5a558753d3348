import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { experimentSchema, type Experiment } from '../../shared/experiment.ts';

/** Experiments by content: runs that differ in nothing share a row. */
export class ExperimentStore {
  readonly #insert;
  readonly #select;
  /** What was parsed once is not parsed again: a list of 10,000 runs reads few distinct experiments twice. */
  readonly #parsed = new Map<string, Experiment>();

  constructor(db: Database) {
    this.#insert = db.prepare<[string, string]>(
      'INSERT INTO experiments (hash, config) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#select = db.prepare<[string], string>('SELECT config FROM experiments WHERE hash = ?').pluck();
  }

  /** Keeps an experiment and returns its hash, SHA-256 in hex of its JSON. */
  save(experiment: Experiment): string {
    const config = JSON.stringify(experimentSchema.parse(experiment));
    const hash = createHash('sha256').update(config).digest('hex');
    this.#insert.run(hash, config);
    return hash;
  }

  /** Throws a bug if there is none: runs refer to experiments by foreign key. */
  get(hash: string): Experiment {
    const known = this.#parsed.get(hash);
    if (known !== undefined) return known;
    const config = this.#select.get(hash);
    if (config === undefined) throw new Error(`no such experiment: ${hash}`);
    const experiment = experimentSchema.parse(JSON.parse(config));
    this.#parsed.set(hash, experiment);
    return experiment;
  }
}
