import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Throws unless SQLite finds nothing wrong in a whole database that nobody has open. */
export function expectIntegrity(file: string): void {
  const db = new Database(file);
  try {
    const found = db.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`integrity_check: ${String(found)}`);
    const orphans = db.pragma('foreign_key_check') as readonly unknown[];
    if (orphans.length > 0) throw new Error(`foreign_key_check: ${orphans.length} rows refer to nothing`);
  } finally {
    db.close();
  }
}

/** SHA-256 of every row of some tables, in order. */
export function digestTables(db: Database.Database, tables: readonly string[]): string {
  const hash = createHash('sha256');
  for (const table of tables) {
    for (const row of db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().iterate()) {
      for (const value of row as readonly unknown[]) {
        hash.update(value instanceof Buffer ? value : JSON.stringify(value));
      }
    }
  }
  return hash.digest('hex');
}

/** Pid and start of the process that trains, if one is noted. */
export function notedTrainer(file: string): { pid: number; start: string | null } | null {
  const db = new Database(file, { readonly: true });
  try {
    const row = db.prepare('SELECT process_pid AS pid, process_start AS start FROM runs').all() as {
      pid: number | null;
      start: string | null;
    }[];
    const found = row.find(({ pid }) => pid !== null);
    return found === undefined || found.pid === null ? null : { pid: found.pid, start: found.start };
  } finally {
    db.close();
  }
}

/** Names of files that are temporary, anywhere below a folder. */
export function temporaryFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tmp-|\.part$|\.takeover$|lab\.lock/.test(name))
    .map((name) => join(folder, name));
}
