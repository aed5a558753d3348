import type { Database } from 'better-sqlite3';
import type { ErrorMessage } from '../../shared/errors.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import type { EngineInfo, Environment, RunShape, RunState } from '../../shared/run.ts';
import type { TrainReport } from '../../shared/trainerMessages.ts';
import { toReal } from './columns.ts';

/** The process that trains a run: with its start, so that a later one with its number is told apart. */
export interface RunProcess {
  readonly pid: number;
  readonly start: string | null;
}

export interface UnfinishedRun {
  readonly runId: RunId;
  readonly process: RunProcess | null;
}

export interface RunProgress {
  /** Steps recorded. */
  readonly step: number;
  readonly lastLoss: number;
  /** The least finite loss so far, or NaN. */
  readonly bestLoss: number;
  readonly secondsPerStep: number;
  readonly trainSeconds: number;
}

/** A run's life: its place in the queue, its state, its process and how far it has come. */
export class RunLifeStore {
  readonly #next;
  readonly #begin;
  readonly #setState;
  readonly #end;
  readonly #setError;
  readonly #requeue;
  readonly #setProcess;
  readonly #unfinished;
  readonly #started;
  readonly #dataset;
  readonly #progress;
  readonly #report;
  readonly #peak;

  constructor(db: Database) {
    this.#next = db
      .prepare<[], string>(
        `SELECT id FROM runs WHERE state = 'queued' AND deleted_at IS NULL AND queue_position IS NOT NULL
         ORDER BY queue_position LIMIT 1`,
      )
      .pluck();
    this.#begin = db.prepare(
      `UPDATE runs SET state = 'running', started_at = coalesce(started_at, :at), ended_at = NULL, error = NULL,
         queue_position = NULL WHERE id = :id`,
    );
    this.#setState = db.prepare<[RunState, string]>('UPDATE runs SET state = ? WHERE id = ?');
    this.#end = db.prepare(
      `UPDATE runs SET state = :state, ended_at = :at, error = :error, queue_position = NULL, process_pid = NULL,
         process_start = NULL WHERE id = :id`,
    );
    this.#setError = db.prepare<[string, string]>('UPDATE runs SET error = ? WHERE id = ?');
    this.#requeue = db.prepare<[string]>(
      `UPDATE runs SET state = 'queued', ended_at = NULL, error = NULL,
         queue_position = (SELECT coalesce(max(queue_position), 0) + 1 FROM runs WHERE queue_position IS NOT NULL) WHERE id = ?`,
    );
    this.#setProcess = db.prepare<[number, string | null, string]>(
      'UPDATE runs SET process_pid = ?, process_start = ? WHERE id = ?',
    );
    this.#unfinished = db.prepare<
      [],
      { id: string; process_pid: number | null; process_start: string | null }
    >(`SELECT id, process_pid, process_start FROM runs WHERE state IN ('running', 'paused') ORDER BY rowid`);
    this.#started = db.prepare(
      `UPDATE runs SET engine_name = :name, engine_version = :version, engine_device = :device,
         engine_threads = :threads, environment = :environment, shape = :shape WHERE id = :id`,
    );
    this.#dataset = db.prepare<[string, string]>('UPDATE runs SET dataset_hash = ? WHERE id = ?');
    this.#progress = db.prepare(
      `UPDATE runs SET step = max(step, :step), last_loss = :lastLoss, best_loss = min(coalesce(best_loss, :bestLoss),
         coalesce(:bestLoss, best_loss)), seconds_per_step = :secondsPerStep, train_seconds = :trainSeconds
       WHERE id = :id`,
    );
    this.#report = db.prepare(
      `UPDATE runs SET seconds_per_step = coalesce(:median, seconds_per_step), train_seconds = :trainSeconds
       WHERE id = :id`,
    );
    this.#peak = db.prepare<{ id: string; bytes: number }>(
      'UPDATE runs SET peak_rss_bytes = :bytes WHERE id = :id AND coalesce(peak_rss_bytes, 0) < :bytes',
    );
  }

  /** The run whose turn it is, or null. */
  nextQueued(): RunId | null {
    const id = this.#next.get();
    return id === undefined ? null : asRunId(id);
  }

  begin(id: RunId): void {
    this.#begin.run({ id, at: new Date().toISOString() });
  }

  setState(id: RunId, state: 'running' | 'paused'): void {
    this.#setState.run(state, id);
  }

  /** Ends a run; `error` is null where there is nothing to explain. */
  end(id: RunId, state: RunState, error: ErrorMessage | null): void {
    const text = error === null ? null : JSON.stringify(error);
    this.#end.run({ id, state, at: new Date().toISOString(), error: text });
  }

  /** Says why a run that is queued does not start; it is forgotten when it does. */
  setError(id: RunId, error: ErrorMessage): void {
    this.#setError.run(JSON.stringify(error), id);
  }

  /** Puts a run that ended back at the end of the queue. */
  requeue(id: RunId): void {
    this.#requeue.run(id);
  }

  setProcess(id: RunId, process: RunProcess): void {
    this.#setProcess.run(process.pid, process.start, id);
  }

  /** Runs that were running or paused, with the process they had. */
  unfinished(): readonly UnfinishedRun[] {
    return this.#unfinished.all().map((row) => ({
      runId: asRunId(row.id),
      process: row.process_pid === null ? null : { pid: row.process_pid, start: row.process_start },
    }));
  }

  setStarted(id: RunId, engine: EngineInfo, environment: Environment, shape: RunShape): void {
    this.#started.run({
      id,
      name: engine.name,
      version: engine.version,
      device: engine.device,
      threads: engine.threads,
      environment: JSON.stringify(environment),
      shape: JSON.stringify(shape),
    });
  }

  setDataset(id: RunId, hash: string): void {
    this.#dataset.run(hash, id);
  }

  setProgress(id: RunId, progress: RunProgress): void {
    this.#progress.run({
      id,
      step: progress.step,
      lastLoss: toReal(progress.lastLoss),
      bestLoss: toReal(progress.bestLoss),
      secondsPerStep: toReal(progress.secondsPerStep),
      trainSeconds: toReal(progress.trainSeconds),
    });
  }

  /** What the job measured itself takes the place of what was seen along the way. */
  setReport(id: RunId, { secondsPerStep, trainSeconds, peakRssBytes }: TrainReport): void {
    this.#report.run({ id, median: toReal(secondsPerStep.median), trainSeconds: toReal(trainSeconds) });
    this.raisePeakRss(id, peakRssBytes);
  }

  /** Keeps the highest of what was seen, in bytes. */
  raisePeakRss(id: RunId, bytes: number): void {
    this.#peak.run({ id, bytes });
  }
}
