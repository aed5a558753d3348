import { closeSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { comparisonSchema, type Comparison } from '../../shared/comparison.ts';
import { LabError } from '../../shared/errors.ts';
import { applicationId, migrate, migrations, schemaVersion } from './migrations.ts';

/**
 * A shared file (`.attlab`) is a database of the lab's own schema with some of its runs. It may come from anyone, so
 * it is opened for reading only, its schema has to be ours to the letter (no trigger, no view, no other table), and
 * what is too large is refused before it is read.
 */

export const shareLimits = {
  fileBytes: 8 * 2 ** 30,
  blobBytes: 256 * 2 ** 20,
  textLetters: 16 * 2 ** 20,
  nameLetters: 1000,
  runs: 10_000,
  /** 256 steps each. */
  metricChunks: 40_000,
  documentBytes: 64 * 2 ** 20,
} as const;

/** Tables with rows of a run, children of `runs`. Checkpoints are folders beside a database and stay where they are. */
export const runTables = [
  'tags',
  'notes',
  'metrics',
  'evaluations',
  'baselines',
  'probes',
  'snapshots',
  'train_reports',
  'log_lines',
] as const;

/** Whether a run of this state will not change by itself any more. */
export function hasEnded(state: unknown): boolean {
  return ['finished', 'cancelled', 'diverged', 'interrupted', 'failed'].includes(String(state));
}

/** Beside the lab's own tables a shared file may have this one, with the one comparison its runs were shared with. */
const comparisonTable = 'CREATE TABLE shared_comparison (comparison TEXT NOT NULL) STRICT';

export function addComparison(db: Database.Database, comparison: Comparison): void {
  db.exec(comparisonTable);
  db.prepare('INSERT INTO shared_comparison VALUES (?)').run(JSON.stringify(comparison));
}

/** Null if the runs were shared without one. Throws what parsing throws. */
export function comparisonIn(db: Database.Database): Comparison | null {
  if (!hasComparison(db)) return null;
  const [text] = db.prepare('SELECT comparison FROM shared_comparison LIMIT 1').pluck().all();
  return text === undefined ? null : comparisonSchema.parse(JSON.parse(String(text)));
}

function hasComparison(db: Database.Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'shared_comparison'").get() !==
    undefined
  );
}

export type Row = Readonly<Record<string, string | number | Buffer | null>>;

/** Throws `LabError`: `not-found`, `io`, `bad-input`, `newer-schema`. Whoever opens it closes it. */
export function openShareFile(file: string): Database.Database {
  refuseNotSqlite(file);
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    // Before any statement that reads a table: nothing that a schema may name is run.
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('mmap_size = 0');
    checkSchema(db, file);
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damaged(file);
    checkSizes(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error instanceof LabError ? error : damaged(file, error);
  }
}

export function damaged(file: string, cause?: unknown): LabError {
  return new LabError('bad-input', `the shared file is damaged: ${file}`, {
    hint: 'Nothing was imported; ask for it again',
    cause,
  });
}

function refuseNotSqlite(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false });
  if (size === undefined) throw new LabError('not-found', `no such file: ${file}`);
  if (size.size > shareLimits.fileBytes) throw new LabError('bad-input', `larger than 8 GB: ${file}`);
  const start = Buffer.alloc(16);
  if (size.isFile()) {
    const handle = openSync(file, 'r');
    readSync(handle, start, 0, 16, 0);
    closeSync(handle);
  }
  if (start.toString('latin1') !== 'SQLite format 3\0') throw notShared(file);
}

function notShared(file: string): LabError {
  return new LabError('bad-input', `not a shared Attention Lab file: ${file}`, {
    hint: 'Choose a file that "attention-lab runs export" wrote',
  });
}

/** The names and texts of everything in a database's schema, sorted. */
function schemaOf(db: Database.Database): string {
  const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  return JSON.stringify(rows);
}

function checkSchema(db: Database.Database, file: string): void {
  if (Number(db.pragma('application_id', { simple: true })) !== applicationId) throw notShared(file);
  const version = schemaVersion(db);
  if (version > migrations.length) {
    throw new LabError('newer-schema', `written by a newer Attention Lab: ${file}`, {
      hint: 'Update the app to import it',
    });
  }
  const ours = new Database(':memory:');
  try {
    migrate(ours, migrations.slice(0, version));
    if (hasComparison(db)) ours.exec(comparisonTable);
    if (version < 1 || schemaOf(db) !== schemaOf(ours)) throw notShared(file);
  } finally {
    ours.close();
  }
}

function checkSizes(db: Database.Database, file: string): void {
  const { blobBytes, textLetters, runs, metricChunks } = shareLimits;
  const tooLarge = (what: string): LabError => new LabError('bad-input', `${what}: ${file}`);
  const tables = ['runs', 'experiments', 'datasets', 'dataset_documents', 'documents', ...runTables];
  if (hasComparison(db)) tables.push('shared_comparison');
  for (const table of tables) {
    const columns = db.pragma(`table_info(${table})`) as { name: string; type: string }[];
    for (const { name, type } of columns) {
      if (type !== 'BLOB' && type !== 'TEXT') continue;
      const found = db
        .prepare(`SELECT 1 FROM ${table} WHERE length(${name}) > ? LIMIT 1`)
        .get(type === 'BLOB' ? blobBytes : textLetters);
      if (found !== undefined) throw tooLarge(`a value in ${table} is too large`);
    }
  }
  const count = (sql: string): number => Number(db.prepare(sql).pluck().get() ?? 0);
  if (count('SELECT count(*) FROM runs') > runs) throw tooLarge(`more than ${runs} runs`);
  if (
    count('SELECT max(chunk) FROM metrics') >= metricChunks ||
    count('SELECT min(chunk) FROM metrics') < 0
  ) {
    throw tooLarge('a run of too many steps');
  }
}
