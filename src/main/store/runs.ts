import { randomInt } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Experiment } from '../../shared/experiment.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import type { Environment, RunSummary } from '../../shared/run.ts';
import type { ExperimentStore } from './experiments.ts';
import { selectRuns, toEnvironment, toSummary, type RunRow } from './runRows.ts';
import type { TagStore } from './tags.ts';

export interface NewRun {
  readonly experiment: Experiment;
  /** Threads asked for; 0 is one a core. */
  readonly threads: number;
  readonly parent?: { readonly runId: RunId; readonly step: number };
}

/** A run with what its summary leaves out. */
export interface StoredRun {
  readonly summary: RunSummary;
  readonly environment: Environment | null;
  readonly threads: number;
  readonly deletedAt: string | null;
}

export const runColours = 12;

/** Milliseconds a run may be dated ahead of the clock to keep its place behind the one before it. */
const mostAhead = 10_000;

/** Runs as they are made and read; their states are in `runLife.ts`, what a person edits in `runEdits.ts`. */
export class RunStore {
  readonly #insert;
  readonly #list;
  readonly #ids;
  readonly #select;
  readonly #exists;
  readonly #colours;
  readonly #experiments: ExperimentStore;
  readonly #tags: TagStore;
  #lastMoment = 0;

  constructor(db: Database, experiments: ExperimentStore, tags: TagStore) {
    this.#experiments = experiments;
    this.#tags = tags;
    this.#insert = db.prepare(`
      INSERT INTO runs (id, name, state, experiment, experiment_name, seed, threads, created_at, colour, parent_run, parent_step,
        queue_position)
      VALUES (:id, :name, 'queued', :experiment, :name, :seed, :threads, :createdAt, :colour, :parentRun, :parentStep,
        (SELECT coalesce(max(queue_position), 0) + 1 FROM runs WHERE queue_position IS NOT NULL))`);
    this.#list = db.prepare<[], RunRow>(
      `${selectRuns} WHERE r.deleted_at IS NULL ORDER BY r.created_at DESC, r.rowid DESC`,
    );
    this.#ids = db.prepare<[], string>('SELECT id FROM runs WHERE deleted_at IS NULL').pluck();
    this.#select = db.prepare<[string], RunRow>(`${selectRuns} WHERE r.id = ?`);
    this.#exists = db.prepare<[string], number>('SELECT 1 FROM runs WHERE id = ?').pluck();
    this.#colours = db.prepare<[], { colour: number; uses: number }>(
      'SELECT colour, count(*) AS uses FROM runs WHERE deleted_at IS NULL GROUP BY colour',
    );
  }

  /** Adds a run at the end of the queue and returns its id. Call it inside `durably`. */
  create(run: NewRun): RunId {
    const id = this.newId();
    this.#insert.run({
      id,
      name: run.experiment.name,
      experiment: this.#experiments.save(run.experiment),
      seed: run.experiment.seed,
      threads: run.threads,
      createdAt: this.#newMoment(),
      colour: this.#leastUsedColour(),
      parentRun: run.parent?.runId ?? null,
      parentStep: run.parent?.step ?? null,
    });
    return id;
  }

  /**
   * Now, or a millisecond after the run before it: runs that are queued in one go keep their order wherever they are
   * sorted by it. A clock that was set back is believed.
   */
  #newMoment(): string {
    const now = Date.now();
    const isAhead = this.#lastMoment >= now && this.#lastMoment - now < mostAhead;
    this.#lastMoment = isAhead ? this.#lastMoment + 1 : now;
    return new Date(this.#lastMoment).toISOString();
  }

  /** Newest first; deleted runs are left out. */
  list(): readonly RunSummary[] {
    const tags = this.#tags.all();
    return this.#list.all().map((row) => this.#toSummary(row, tags.get(row.id) ?? []));
  }

  /** Of every run that is not deleted. */
  ids(): ReadonlySet<RunId> {
    return new Set(this.#ids.all().map(asRunId));
  }

  /** One run, deleted or not; null if there is none. */
  get(id: RunId): StoredRun | null {
    const row = this.#select.get(id);
    if (row === undefined) return null;
    return {
      summary: this.#toSummary(row, this.#tags.of(id)),
      environment: toEnvironment(row),
      threads: row.threads,
      deletedAt: row.deleted_at,
    };
  }

  #toSummary(row: RunRow, tags: readonly string[]): RunSummary {
    return toSummary(row, this.#experiments.get(row.experiment, row.experiment_name, row.seed), tags);
  }

  /** Of the twelve, the one fewest visible runs have; the first of several. */
  #leastUsedColour(): number {
    const uses = new Array<number>(runColours).fill(0);
    for (const row of this.#colours.all()) uses[row.colour] = row.uses;
    return uses.indexOf(Math.min(...uses));
  }

  /** Eight of [a-z0-9]: 2.8e12 names, from the system's generator and never from a run's. */
  newId(): RunId {
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
    for (;;) {
      const id = Array.from({ length: 8 }, () => letters.charAt(randomInt(letters.length))).join('');
      if (this.#exists.get(id) === undefined) return asRunId(id);
    }
  }
}
