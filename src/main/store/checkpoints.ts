import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { asRunId, type RunId } from '../../shared/ids.ts';
import type { CheckpointSummary, RunSummary } from '../../shared/run.ts';
import { fromBit, toBit } from './columns.ts';

interface CheckpointRow {
  readonly name: string;
  readonly step: number;
  readonly bytes: number;
  readonly resumable: number;
}

/**
 * The index of checkpoint folders. Only a folder's name is kept, since all lie in `<checkpoints>/<run>/` and the data
 * folder may be moved; what is returned is absolute.
 */
export class CheckpointStore {
  readonly #folder: string;
  readonly #save;
  readonly #remove;
  readonly #of;
  readonly #untidy;

  constructor(db: Database, checkpointsFolder: string) {
    this.#folder = checkpointsFolder;
    this.#save = db.prepare<[string, string, number, number, 0 | 1, string]>(
      `INSERT OR REPLACE INTO checkpoints (run, name, step, bytes, resumable, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = db.prepare<[string, string]>('DELETE FROM checkpoints WHERE run = ? AND name = ?');
    this.#of = db.prepare<[string], CheckpointRow>(
      'SELECT name, step, bytes, resumable FROM checkpoints WHERE run = ? ORDER BY step, created_at',
    );
    this.#untidy = db
      .prepare<[], string>(
        `SELECT r.id FROM runs r JOIN checkpoints c ON c.run = r.id JOIN experiments e ON e.hash = r.experiment
         WHERE r.state = 'finished'
         GROUP BY r.id HAVING count(*) > (json_extract(e.settings, '$.checkpoints.keep') <> 'none')`,
      )
      .pluck();
  }

  /** Finished runs with more checkpoints than they were to keep. */
  untidy(): readonly RunId[] {
    return this.#untidy.all().map(asRunId);
  }

  /** Where a run's checkpoints go. */
  folderOf(run: RunId): string {
    return join(this.#folder, run);
  }

  save(run: RunId, checkpoint: CheckpointSummary): void {
    const { folder, step, bytes, resumable } = checkpoint;
    this.#save.run(run, basename(folder), step, bytes, toBit(resumable), new Date().toISOString());
  }

  remove(run: RunId, folder: string): void {
    this.#remove.run(run, basename(folder));
  }

  /** By step, ascending. */
  of(run: RunId): readonly CheckpointSummary[] {
    return this.#of.all(run).map((row) => ({
      step: row.step,
      bytes: row.bytes,
      resumable: fromBit(row.resumable),
      folder: join(this.folderOf(run), row.name),
    }));
  }

  /**
   * The folder of the weights a fork began with; null of a run whose weights were drawn from its seed. The folder may
   * be gone, with the run it belongs to: who opens it says so.
   */
  beginningOf({ parent }: Pick<RunSummary, 'parent'>): string | null {
    if (parent === null || parent.step === 0) return null;
    const found = this.of(parent.runId).findLast(({ step }) => step === parent.step);
    return found?.folder ?? join(this.folderOf(parent.runId), `step-${parent.step}`);
  }

  /** The newest one that training can go on from, or null. */
  newestResumable(run: RunId): CheckpointSummary | null {
    return this.of(run).findLast((checkpoint) => checkpoint.resumable) ?? null;
  }
}
