import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import { renameRuns, type ImportedRuns } from '../../shared/comparison.ts';
import { LabError } from '../../shared/errors.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import { copyDataset, insertRow, rowsOfRun } from './exportRuns.ts';
import { sqliteCode } from './sqliteErrors.ts';
import {
  comparisonIn,
  damaged,
  hasEnded,
  openShareFile,
  runTables,
  shareLimits,
  type Row,
} from './shareFile.ts';

/** What importing needs of the store beside its tables. */
export interface ImportTarget {
  readonly newId: () => RunId;
  /** Reads a run back as every view will; throws what reading throws. */
  readonly readBack: (run: RunId) => void;
}

/**
 * Adds the runs of a shared file to a database: what is the same run is not added twice, and a run whose id is taken
 * by another one gets a new id. Call it inside a transaction, so that a file that turns out to be damaged leaves
 * nothing. Throws `LabError`: `not-found`, `bad-input`, `newer-schema`.
 */
export function importRuns(db: Database.Database, file: string, target: ImportTarget): ImportedRuns {
  const source = openShareFile(file);
  try {
    return merge(source, db, target);
  } catch (error) {
    const code = sqliteCode(error);
    // The lab's own file is full or held: not this file's fault.
    if (error instanceof LabError || code === 'SQLITE_FULL' || code === 'SQLITE_BUSY') throw error;
    throw damaged(file, error);
  } finally {
    source.close();
  }
}

function merge(source: Database.Database, db: Database.Database, target: ImportTarget): ImportedRuns {
  const added: RunId[] = [];
  const known: RunId[] = [];
  const renamed = new Map<string, RunId>();
  const runs = source.prepare<[], Row>('SELECT * FROM runs ORDER BY created_at, rowid').all();
  for (const hash of new Set(runs.map((run) => run['dataset_hash']))) {
    if (typeof hash === 'string') {
      checkDocuments(source, hash);
      copyDataset(source, db, hash);
    }
  }
  for (const run of runs) {
    checkRun(run);
    const id = asRunId(String(run['id']));
    const same = sameRun(source, db, run);
    if (same !== null) {
      renamed.set(id, same.id);
      const isBack = db.prepare('UPDATE runs SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL');
      (isBack.run(same.id).changes > 0 ? added : known).push(same.id);
      continue;
    }
    const isTaken = db.prepare('SELECT 1 FROM runs WHERE id = ?').get(id) !== undefined;
    const own = isTaken ? target.newId() : id;
    renamed.set(id, own);
    addRun(source, db, run, own, renamed);
    target.readBack(own);
    added.push(own);
  }
  const shared = comparisonIn(source);
  const comparison = shared === null ? null : renameRuns(shared, (id) => renamed.get(id) ?? id);
  return { added, known, comparison };
}

function addRun(
  source: Database.Database,
  db: Database.Database,
  run: Row,
  own: RunId,
  renamed: ReadonlyMap<string, RunId>,
): void {
  const experiment = source
    .prepare<[unknown], Row>('SELECT * FROM experiments WHERE hash = ?')
    .get(run['experiment']);
  const settings = experiment?.['settings'];
  if (experiment === undefined || sha256(String(settings)) !== experiment['hash']) {
    throw new Error('settings are not what their hash says');
  }
  insertRow(db, 'experiments', experiment, true);
  const parent = run['parent_run'];
  insertRow(db, 'runs', {
    ...run,
    id: own,
    parent_run: typeof parent === 'string' ? (renamed.get(parent) ?? parent) : null,
    queue_position: null,
    process_pid: null,
    process_start: null,
    deleted_at: null,
  });
  for (const table of runTables) {
    for (const row of rowsOfRun(source, table, String(run['id']))) insertRow(db, table, { ...row, run: own });
  }
}

/** What SQLite's types do not hold a run to. */
function checkRun(run: Row): void {
  const isName = (name: string): boolean => {
    const value = run[name];
    return typeof value === 'string' && value.length <= shareLimits.nameLetters;
  };
  const colour = run['colour'];
  const isFine =
    /^[a-z0-9]{4,32}$/.test(String(run['id'])) &&
    hasEnded(run['state']) &&
    isName('name') &&
    isName('experiment_name') &&
    !Number.isNaN(Date.parse(String(run['created_at']))) &&
    typeof colour === 'number' &&
    colour >= 0 &&
    colour < 12;
  if (!isFine) throw new Error(`a run that cannot be: ${String(run['id']).slice(0, 32)}`);
}

/** The texts of a dataset have to be what their hashes say, and no larger than a text may be. */
function checkDocuments(source: Database.Database, dataset: string): void {
  const texts = source.prepare<[string], { hash: string; text: Buffer }>(
    `SELECT DISTINCT d.hash, d.text FROM datasets s JOIN dataset_documents m ON m.dataset = s.key
     JOIN documents d ON d.key = m.document WHERE s.hash = ?`,
  );
  for (const { hash, text } of texts.iterate(dataset)) {
    const plain = inflateRawSync(text, { maxOutputLength: shareLimits.documentBytes });
    if (sha256(plain) !== hash) throw new Error('a document is not what its hash says');
  }
}

/** A run here that is the same but for what a person may edit; null if there is none. */
function sameRun(source: Database.Database, db: Database.Database, run: Row): { readonly id: RunId } | null {
  const candidates = db
    .prepare<[unknown, unknown, unknown], Row>(
      'SELECT * FROM runs WHERE experiment = ? AND seed = ? AND created_at = ?',
    )
    .all(run['experiment'], run['seed'], run['created_at']);
  if (candidates.length === 0) return null;
  const wanted = contentOf(source, run);
  const same = candidates.find((candidate) => contentOf(db, candidate) === wanted);
  return same === undefined ? null : { id: asRunId(String(same['id'])) };
}

/** SHA-256 of what training recorded, whatever the run is called. */
function contentOf(db: Database.Database, run: Row): string {
  const hash = createHash('sha256');
  const own = ['experiment', 'seed', 'created_at', 'state', 'step', 'dataset_hash', 'engine_name'];
  hash.update(JSON.stringify(own.map((name) => run[name])));
  for (const table of ['metrics', 'evaluations', 'baselines', 'snapshots', 'train_reports']) {
    for (const row of rowsOfRun(db, table, String(run['id']))) {
      for (const [name, value] of Object.entries(row)) {
        if (name === 'run') continue;
        hash.update(`\n${table} ${name} `).update(Buffer.isBuffer(value) ? value : JSON.stringify(value));
      }
    }
  }
  return hash.digest('hex');
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
