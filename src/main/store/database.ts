import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LabError } from '../../shared/errors.ts';
import { applicationId, migrate, schemaVersion, type Migration } from './migrations.ts';
import { backUpNow, restoreNewest, setAside } from './backups.ts';
import { copyForReading } from './readingCopy.ts';
import { explainSqlite, isCorruption, isUnwritablePlace, sqliteCode } from './sqliteErrors.ts';

export interface DatabaseOptions {
  readonly file: string;
  readonly backupsDir: string;
  readonly readOnly: boolean;
  /** After an unclean end the whole file is checked, not only its structure. */
  readonly checkFully: boolean;
  readonly migrations: readonly Migration[];
  /** How long a statement waits for another connection before `LabError('busy')`. */
  readonly busyMs: number;
  /** Makes every statement that will be used, to see that the schema has what they name. */
  readonly prepare: (db: Database.Database) => void;
}

export interface OpenedDatabase {
  readonly db: Database.Database;
  /** What a person has to know about this opening, a sentence each; empty when all was well. */
  readonly notices: readonly string[];
  /** There was no file before. */
  readonly isNew: boolean;
  /** Call it once the database is closed. */
  readonly letGo: () => void;
}

const nothingToLetGo = (): void => undefined;

/**
 * Opens the file, checks it, and brings its schema up to date after a backup. A damaged file is kept under another
 * name and the newest good backup takes its place. Throws `LabError`: `newer-schema`, `busy`, `io`, `out-of-disk`.
 */
export function openDatabase(options: DatabaseOptions): OpenedDatabase {
  const isNew = !existsSync(options.file);
  if (options.readOnly && isNew) {
    throw new LabError('not-found', `no lab here yet: ${options.file}`, {
      hint: 'Open it once for writing, or choose another folder with --data-dir',
    });
  }
  try {
    return { db: openChecked(options), notices: [], isNew, letGo: nothingToLetGo };
  } catch (error) {
    if (options.readOnly && isUnwritablePlace(error)) return openCopy(options);
    if (!isCorruption(error) || options.readOnly) throw explain(error, options);
  }
  const notices = recover(options);
  try {
    return { db: openChecked(options), notices, isNew, letGo: nothingToLetGo };
  } catch (error) {
    throw explain(error, options);
  }
}

/** SQLite reads a file in WAL mode only where it may write beside it: elsewhere a copy is read. */
function openCopy(options: DatabaseOptions): OpenedDatabase {
  const copy = copyForReading(options.file);
  try {
    const db = openChecked({ ...options, file: copy.file });
    const notice = `the data folder cannot be written: ${options.file} is shown as it was when it was opened`;
    return { db, notices: [notice], isNew: false, letGo: copy.remove };
  } catch (error) {
    copy.remove();
    throw explain(error, options);
  }
}

function explain(error: unknown, { file }: DatabaseOptions): unknown {
  if (!isCorruption(error)) return explainSqlite(error, file);
  return new LabError('io', `the database is damaged: ${file}`, {
    hint: 'Open it for writing once: it is then kept aside and the newest good backup restored',
    cause: error,
  });
}

function openChecked(options: DatabaseOptions): Database.Database {
  const db = new Database(options.file, { readonly: options.readOnly, timeout: options.busyMs });
  try {
    refuseForeign(db, options);
    setPragmas(db, options.readOnly);
    check(db, options.checkFully);
    if (!options.readOnly) upgrade(db, options);
    else if (schemaVersion(db) < options.migrations.length) {
      throw new LabError('conflict', `the database has an older schema: ${options.file}`, {
        hint: 'Open it once for writing so that it can be brought up to date',
      });
    }
    prepare(db, options);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A schema for which our statements cannot be made is a damaged one: its text is in pages that look well. */
function prepare(db: Database.Database, options: DatabaseOptions): void {
  try {
    options.prepare(db);
  } catch (error) {
    if (sqliteCode(error) !== 'SQLITE_ERROR') throw error;
    throw new Database.SqliteError(String(error), 'SQLITE_CORRUPT');
  }
}

/** Before anything is written: a newer schema and another program's file stay as they are. */
function refuseForeign(db: Database.Database, { file, migrations }: DatabaseOptions): void {
  const version = schemaVersion(db);
  const owner = Number(db.pragma('application_id', { simple: true }));
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (tables > 0 && owner !== applicationId) {
    throw new LabError('conflict', `not an Attention Lab database: ${file}`, {
      hint: 'Choose another folder with --data-dir',
    });
  }
  if (version > migrations.length) {
    throw new LabError(
      'newer-schema',
      `the database was written by a newer Attention Lab: ${file} (schema ${version}, this one knows ${migrations.length})`,
      { hint: 'Update the app, or choose another folder with --data-dir' },
    );
  }
}

/** Explicit, since builds differ. WAL + NORMAL survives the app's death; what must survive the power's is `durably`. */
function setPragmas(db: Database.Database, readOnly: boolean): void {
  if (!readOnly) {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
    db.pragma('wal_autocheckpoint = 1000');
    db.pragma('journal_size_limit = 67108864');
  }
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -32000');
  db.pragma('trusted_schema = OFF');
}

/** Throws SQLite's own corruption error when a check finds something, so that both ways lead to recovery. */
function check(db: Database.Database, fully: boolean): void {
  const found = db.pragma(fully ? 'integrity_check(1)' : 'quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Database.SqliteError(String(found), 'SQLITE_CORRUPT');
  if (!fully) return;
  const orphans = db.pragma('foreign_key_check');
  if (Array.isArray(orphans) && orphans.length > 0) {
    throw new Database.SqliteError(`${orphans.length} rows refer to nothing`, 'SQLITE_CORRUPT');
  }
}

function upgrade(db: Database.Database, options: DatabaseOptions): void {
  const version = schemaVersion(db);
  if (version === options.migrations.length) return;
  if (version > 0) backUpNow(db, options.backupsDir, `schema${version}`);
  migrate(db, options.migrations);
}

function recover(options: DatabaseOptions): readonly string[] {
  const aside = setAside(options.file);
  const restored = restoreNewest(options.backupsDir, options.file);
  const kept = `the database was damaged and is kept as ${aside}`;
  return restored === null
    ? [`${kept}; there was no good backup, so the lab starts empty`]
    : [`${kept}; the backup of ${restored.takenAt} was restored in its place`];
}
