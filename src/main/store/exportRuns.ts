import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import Database from 'better-sqlite3';
import type { Comparison } from '../../shared/comparison.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { migrate, migrations } from './migrations.ts';
import { addComparison, hasEnded, runTables, type Row } from './shareFile.ts';
import { explainSqlite } from './sqliteErrors.ts';

export interface ExportOptions {
  /** False leaves out the texts, their titles and the log; class names, numbers of documents and attention stay. */
  readonly documents: boolean;
  /** What was shown of them beside one another. */
  readonly comparison?: Comparison | null;
}

/**
 * Writes runs, and what was recorded of them, into a new database file, whole or not at all. Checkpoints stay behind.
 * Throws `LabError`: `bad-input` (another ending, nothing to export), `not-found`, `conflict` (a run is under way),
 * `io`, `out-of-disk`.
 */
export function exportRuns(
  db: Database.Database,
  runIds: readonly RunId[],
  file: string,
  options: ExportOptions,
): void {
  if (extname(file).toLowerCase() !== '.attlab') {
    throw new LabError('bad-input', `not a name for a shared file: ${file}`, {
      hint: 'End it in .attlab',
    });
  }
  if (!existsSync(dirname(file))) throw new LabError('io', `no such folder: ${dirname(file)}`);
  const runs = runIds.map((id) => endedRun(db, id));
  const unfinished = `${file}.part-${process.pid}`;
  rmSync(unfinished, { force: true });
  try {
    const target = new Database(unfinished);
    try {
      target.pragma('journal_mode = DELETE');
      migrate(target, migrations);
      target.transaction(() => copyRuns(db, target, runs, options)).immediate();
    } finally {
      target.close();
    }
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw explainSqlite(error, file);
  }
}

function endedRun(db: Database.Database, id: RunId): Row {
  const run = db.prepare<[string], Row>('SELECT * FROM runs WHERE id = ? AND deleted_at IS NULL').get(id);
  if (run === undefined) throw new LabError('not-found', `no such run: ${id}`);
  if (hasEnded(run['state'])) return run;
  throw new LabError('conflict', `the run is under way: ${id} is ${String(run['state'])}`, {
    hint: 'Export it when it has ended',
  });
}

function copyRuns(
  source: Database.Database,
  target: Database.Database,
  runs: readonly Row[],
  { documents, comparison = null }: ExportOptions,
): void {
  if (comparison !== null) addComparison(target, comparison);
  for (const run of runs) {
    const settings = source.prepare<[unknown], Row>('SELECT * FROM experiments WHERE hash = ?');
    for (const row of settings.all(run['experiment'])) insertRow(target, 'experiments', row, true);
    insertRow(target, 'runs', { ...run, queue_position: null, process_pid: null, process_start: null });
    for (const table of runTables) {
      if (table === 'log_lines' && !documents) continue;
      for (const row of rowsOfRun(source, table, String(run['id']))) {
        insertRow(target, table, table === 'probes' && !documents ? withoutTitles(row) : row);
      }
    }
  }
  if (!documents) return;
  const hashes = new Set(runs.map((run) => run['dataset_hash']).filter((hash) => hash !== null));
  for (const hash of hashes) copyDataset(source, target, String(hash));
}

/** Rows of one run in a stable order, without their own numbering. */
export function rowsOfRun(db: Database.Database, table: string, run: string): Row[] {
  const order = table === 'log_lines' ? 'key' : 'rowid';
  const hasRowid = !['tags', 'evaluations', 'baselines'].includes(table);
  const rows = db.prepare<[string], Row>(
    `SELECT * FROM ${table} WHERE run = ?${hasRowid ? ` ORDER BY ${order}` : ''}`,
  );
  return rows.all(run).map(({ key: _, ...row }) => row);
}

/** Adds a row by its columns' names. `known`: a row that is there stays as it is. Returns its number. */
export function insertRow(db: Database.Database, table: string, row: Row, known = false): number | bigint {
  const names = Object.keys(row);
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})${known ? ' ON CONFLICT DO NOTHING' : ''}`;
  return db.prepare(sql).run(names.map((name) => row[name] ?? null)).lastInsertRowid;
}

function withoutTitles(probe: Row): Row {
  const tokens: unknown = JSON.parse(String(probe['tokens']));
  return { ...probe, titles: JSON.stringify(Array.isArray(tokens) ? tokens.map(() => '') : []) };
}

/** A dataset with its documents, each once. */
export function copyDataset(source: Database.Database, target: Database.Database, hash: string): void {
  const dataset = source.prepare<[string], Row>('SELECT * FROM datasets WHERE hash = ?').get(hash);
  if (dataset === undefined) return;
  const { key, ...described } = dataset;
  if (target.prepare('SELECT 1 FROM datasets WHERE hash = ?').get(hash) !== undefined) return;
  const added = insertRow(target, 'datasets', described);
  const members = source.prepare<[unknown], Row>('SELECT * FROM dataset_documents WHERE dataset = ?');
  const document = source.prepare<[unknown], Row>('SELECT hash, title, text FROM documents WHERE key = ?');
  const known = target.prepare<[unknown], number>('SELECT key FROM documents WHERE hash = ?').pluck();
  for (const member of members.all(key)) {
    const text = document.get(member['document']);
    if (text === undefined) throw new Error('a dataset names a document that is not there');
    const place = known.get(text['hash']) ?? insertRow(target, 'documents', text);
    insertRow(target, 'dataset_documents', { ...member, dataset: Number(added), document: Number(place) });
  }
}
