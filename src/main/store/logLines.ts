import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { RunId } from '../../shared/ids.ts';
import type { LogLine } from '../../shared/run.ts';
import { logLineSchema } from '../../shared/runSchemas.ts';

/** What a run's page shows at most; all lines are kept. */
const shownLines = 1000;
const lines = z.array(logLineSchema);

/** What the trainer and its supervisor had to say about a run. */
export class LogLineStore {
  readonly #insert;
  readonly #last;

  constructor(db: Database) {
    this.#insert = db.prepare<[string, string, string, string]>(
      'INSERT INTO log_lines (run, at, level, message) VALUES (?, ?, ?, ?)',
    );
    this.#last = db.prepare<[string, number]>(
      'SELECT at, level, message FROM log_lines WHERE run = ? ORDER BY key DESC LIMIT ?',
    );
  }

  add(run: RunId, line: LogLine): void {
    this.#insert.run(run, line.at, line.level, line.message);
  }

  /** The last thousand, oldest first. */
  of(run: RunId): readonly LogLine[] {
    return lines.parse(this.#last.all(run, shownLines)).reverse();
  }
}
