import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { z } from 'zod';
import { experimentSchema, type Experiment } from '../../shared/experiment.ts';

/** An experiment without what runs of it may differ in: its name and its seed. */
const settingsSchema = experimentSchema.omit({ name: true, seed: true });
type Settings = z.output<typeof settingsSchema>;

/** Settings by content: runs that differ in their seed alone share a row, and its hash is what groups them. */
export class ExperimentStore {
  readonly #insert;
  readonly #select;
  readonly #parsed = new Map<string, Settings>();

  constructor(db: Database) {
    this.#insert = db.prepare<[string, string]>(
      'INSERT INTO experiments (hash, settings) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#select = db.prepare<[string], string>('SELECT settings FROM experiments WHERE hash = ?').pluck();
  }

  /** Keeps an experiment's settings and returns their hash, SHA-256 in hex of their JSON. */
  save(experiment: Experiment): string {
    const settings = JSON.stringify(settingsSchema.strip().parse(experiment));
    const hash = createHash('sha256').update(settings).digest('hex');
    this.#insert.run(hash, settings);
    return hash;
  }

  /** The experiment of a run. Throws a bug if there is none: runs refer to their settings by foreign key. */
  get(hash: string, name: string, seed: number): Experiment {
    const { version, ...rest } = this.#settings(hash);
    return { version, name, seed, ...rest };
  }

  /** What was parsed once is not parsed again: most of 10,000 runs share their settings with others. */
  #settings(hash: string): Settings {
    const known = this.#parsed.get(hash);
    if (known !== undefined) return known;
    const text = this.#select.get(hash);
    if (text === undefined) throw new Error(`no such experiment: ${hash}`);
    const settings = settingsSchema.parse(JSON.parse(text));
    this.#parsed.set(hash, settings);
    return settings;
  }
}
