import type { Database } from 'better-sqlite3';
import type { RunId } from '../../shared/ids.ts';
import type { LossSeries } from '../../shared/run.ts';
import { toBlob, toFloat64 } from './columns.ts';

/** Steps in one row of `metrics`; why in schema1.ts. */
export const chunkSteps = 256;

interface ChunkRow {
  readonly chunk: number;
  readonly losses: Buffer;
  readonly seconds: Buffer;
}

/** Losses and times of every step, step 1 first. A step that was never recorded among others that were is NaN. */
export class MetricStore {
  readonly #select;
  readonly #from;
  readonly #upsert;

  constructor(db: Database) {
    this.#select = db.prepare<[string, number], ChunkRow>(
      'SELECT chunk, losses, seconds FROM metrics WHERE run = ? AND chunk = ?',
    );
    this.#from = db.prepare<[string, number], ChunkRow>(
      'SELECT chunk, losses, seconds FROM metrics WHERE run = ? AND chunk >= ? ORDER BY chunk',
    );
    this.#upsert = db.prepare<[string, number, Buffer, Buffer]>(
      `INSERT INTO metrics (run, chunk, losses, seconds) VALUES (?, ?, ?, ?)
       ON CONFLICT (run, chunk) DO UPDATE SET losses = excluded.losses, seconds = excluded.seconds`,
    );
  }

  /**
   * Records steps `firstStep`, `firstStep + 1`, …; a step already there is overwritten (a resumed run does its last
   * ones again). Call it inside a transaction.
   */
  append(run: RunId, firstStep: number, losses: Float64Array, seconds: Float64Array): void {
    let done = 0;
    while (done < losses.length) {
      const index = firstStep - 1 + done;
      const chunk = Math.floor(index / chunkSteps);
      const offset = index % chunkSteps;
      const take = Math.min(chunkSteps - offset, losses.length - done);
      const row = this.#select.get(run, chunk);
      const newLosses = losses.subarray(done, done + take);
      const newSeconds = seconds.subarray(done, done + take);
      this.#upsert.run(
        run,
        chunk,
        toBlob(overlay(row?.losses, offset, newLosses)),
        toBlob(overlay(row?.seconds, offset, newSeconds)),
      );
      done += take;
    }
  }

  /** Recorded steps from `fromStep` on; empty if there are none. */
  series(run: RunId, fromStep: number): LossSeries {
    const firstChunk = Math.floor((fromStep - 1) / chunkSteps);
    const rows = this.#from.all(run, firstChunk).map((row) => ({
      start: row.chunk * chunkSteps + 1,
      losses: toFloat64(row.losses),
      seconds: toFloat64(row.seconds),
    }));
    const last = rows.at(-1);
    const end = last === undefined ? fromStep : last.start + last.losses.length;
    const length = Math.max(0, end - fromStep);
    const losses = new Float64Array(length).fill(Number.NaN);
    const seconds = new Float64Array(length).fill(Number.NaN);
    for (const row of rows) {
      const skip = Math.max(0, fromStep - row.start);
      if (skip >= row.losses.length) continue;
      losses.set(row.losses.subarray(skip), row.start + skip - fromStep);
      seconds.set(row.seconds.subarray(skip), row.start + skip - fromStep);
    }
    return { runId: run, firstStep: fromStep, losses, seconds };
  }
}

/** Old values with the new ones laid over from `offset` on; a gap between them becomes NaN. */
function overlay(old: Buffer | undefined, offset: number, values: Float64Array): Float64Array {
  const before = old === undefined ? new Float64Array(0) : toFloat64(old);
  if (offset === 0 && values.length >= before.length) return values;
  const joined = new Float64Array(Math.max(before.length, offset + values.length)).fill(Number.NaN);
  joined.set(before);
  joined.set(values, offset);
  return joined;
}
