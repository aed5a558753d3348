import type { Database } from 'better-sqlite3';
import type { RunId } from '../../shared/ids.ts';
import type { LossSeries } from '../../shared/run.ts';
import { toBlob, toFloat64 } from './columns.ts';

/** Steps in one row of `metrics`; why in schema1.ts. */
export const chunkSteps = 256;

interface LossRow {
  readonly chunk: number;
  readonly losses: Buffer;
}

interface ChunkRow extends LossRow {
  readonly seconds: Buffer;
}

/** Losses and times of every step, step 1 first. A step that was never recorded among others that were is NaN. */
export class MetricStore {
  readonly #select;
  readonly #from;
  readonly #lossesFrom;
  readonly #upsert;

  constructor(db: Database) {
    this.#select = db.prepare<[string, number], ChunkRow>(
      'SELECT chunk, losses, seconds FROM metrics WHERE run = ? AND chunk = ?',
    );
    this.#from = db.prepare<[string, number], ChunkRow>(
      'SELECT chunk, losses, seconds FROM metrics WHERE run = ? AND chunk >= ? ORDER BY chunk',
    );
    this.#lossesFrom = db.prepare<[string, number], LossRow>(
      'SELECT chunk, losses FROM metrics WHERE run = ? AND chunk >= ? ORDER BY chunk',
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
    const rows = this.#from.all(run, chunkOf(fromStep));
    const losses = joined(rows, fromStep, (row) => row.losses);
    const seconds = joined(rows, fromStep, (row) => row.seconds);
    return { runId: run, firstStep: fromStep, losses, seconds };
  }

  /** The same without their times, which are not read. */
  losses(run: RunId, fromStep: number): LossSeries {
    const losses = joined(this.#lossesFrom.all(run, chunkOf(fromStep)), fromStep, (row) => row.losses);
    return { runId: run, firstStep: fromStep, losses, seconds: new Float64Array(0) };
  }
}

function chunkOf(step: number): number {
  return Math.floor((step - 1) / chunkSteps);
}

/**
 * A column's values from `fromStep` on; chunks that are not there are NaN. Blobs are copied to their place at once: forty
 * arrays a run, of hundreds of runs, are work for the garbage collector that a window waits for.
 */
function joined<Row extends LossRow>(
  rows: readonly Row[],
  fromStep: number,
  column: (row: Row) => Buffer,
): Float64Array {
  const last = rows.at(-1);
  const end = last === undefined ? fromStep : startOf(last) + column(last).length / valueBytes;
  const all = new Float64Array(Math.max(0, end - fromStep)).fill(Number.NaN);
  const bytes = new Uint8Array(all.buffer);
  for (const row of rows) {
    const blob = column(row);
    const skipped = Math.max(0, fromStep - startOf(row));
    const at = startOf(row) + skipped - fromStep;
    bytes.set(blob.subarray(skipped * valueBytes), at * valueBytes);
  }
  return all;
}

const valueBytes = Float64Array.BYTES_PER_ELEMENT;
/** The first step of a row. */
const startOf = ({ chunk }: LossRow): number => chunk * chunkSteps + 1;

/** Old values with the new ones laid over from `offset` on; a gap between them becomes NaN. */
function overlay(old: Buffer | undefined, offset: number, values: Float64Array): Float64Array {
  const before = old === undefined ? new Float64Array(0) : toFloat64(old);
  if (offset === 0 && values.length >= before.length) return values;
  const both = new Float64Array(Math.max(before.length, offset + values.length)).fill(Number.NaN);
  both.set(before);
  both.set(values, offset);
  return both;
}
