import Database from 'better-sqlite3';
import { LabError } from '../../shared/errors.ts';

/** SQLite's primary result code ("SQLITE_FULL") of an error, extended codes cut; undefined if it is not SQLite's. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  return error.code.split('_').slice(0, 2).join('_');
}

/** The file itself is damaged, or is no database. */
export function isCorruption(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || isForeignFormat(error);
}

/** The header names a format that no SQLite has written: SQLite has no code of its own for that. */
function isForeignFormat(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.message === 'unsupported file format';
}

/** SQLite may not make the files that it keeps beside a database. */
export function isUnwritablePlace(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_READONLY' || code === 'SQLITE_CANTOPEN';
}

/** SQLite's expected failures as a `LabError` a person can act on; everything else as it came. */
export function explainSqlite(error: unknown, file: string): unknown {
  if (isCorruption(error)) return damaged(error, file);
  switch (sqliteCode(error)) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new LabError('busy', `another program holds the database: ${file}`, {
        hint: 'Close it and try again',
        cause: error,
      });
    case 'SQLITE_FULL':
      return new LabError('out-of-disk', `no space left to write the database: ${file}`, {
        hint: 'Free some space; nothing recorded so far is lost',
        cause: error,
      });
    case 'SQLITE_IOERR':
      return new LabError('io', `cannot read or write the database: ${file} (${codeOf(error)})`, {
        hint: 'Check the disk and its free space',
        cause: error,
      });
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return new LabError('io', `cannot open the database for writing: ${file} (${codeOf(error)})`, {
        hint: 'Check that the file and its folder are writable',
        cause: error,
      });
    default:
      return error;
  }
}

function damaged(cause: unknown, file: string): LabError {
  return new LabError('io', `the database is damaged: ${file}`, {
    hint: 'Close the lab and open it again: the damaged file is kept aside and the newest good backup restored',
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : 'unknown';
}
