import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Copies of the database beside it: before a migration, daily, and the way back when the file is damaged. A live
 * file is never copied as a file: what lies in its `-wal` would be missing.
 */

export interface Backup {
  readonly file: string;
  /** ISO 8601, as the file's name says. */
  readonly takenAt: string;
}

/** Backups in a folder, newest first. */
export function listBackups(folder: string): readonly Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const stamp = /^lab-(\d{8}T\d{9}Z)(-[a-z0-9]+)?\.sqlite$/.exec(name)?.[1];
      return stamp === undefined ? [] : [{ file: join(folder, name), takenAt: fromStamp(stamp) }];
    })
    .sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
}

/** A consistent copy, made in one go: for the moment before a migration. Returns its path. */
export function backUpNow(db: Database.Database, folder: string, reason: string): string {
  const file = newBackupFile(folder, reason);
  db.prepare('VACUUM INTO ?').run(`${file}.part`);
  renameSync(`${file}.part`, file);
  return file;
}

/** A consistent copy made in small steps between other work; keeps the newest `keep`. Returns its path. */
export async function backUpInBackground(
  db: Database.Database,
  folder: string,
  keep: number,
): Promise<string> {
  const file = newBackupFile(folder, 'daily');
  await db.backup(`${file}.part`);
  leaveWal(`${file}.part`);
  renameSync(`${file}.part`, file);
  for (const old of listBackups(folder).slice(keep)) rmSync(old.file, { force: true });
  return file;
}

/** The copy inherits WAL mode; a backup is one file that stands alone. */
function leaveWal(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = DELETE');
  db.close();
}

/** Renames a damaged database with its `-wal` and `-shm`, so that nothing is lost. Returns the new name. */
export function setAside(file: string): string {
  const aside = `${file}.damaged-${stampNow()}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return basename(aside);
}

/** Copies the newest backup that passes `quick_check` to `file`; null if there is none. */
export function restoreNewest(folder: string, file: string): Backup | null {
  for (const backup of listBackups(folder)) {
    if (!passesCheck(backup.file)) continue;
    copyFileSync(backup.file, `${file}.part`);
    renameSync(`${file}.part`, file);
    return backup;
  }
  return null;
}

function passesCheck(file: string): boolean {
  try {
    const db = new Database(file, { readonly: true });
    try {
      return db.pragma('quick_check(1)', { simple: true }) === 'ok' && statSync(file).size > 0;
    } finally {
      db.close();
    }
  } catch {
    // A backup that cannot be opened is a bad backup: the next one is tried.
    return false;
  }
}

function newBackupFile(folder: string, reason: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `lab-${stampNow()}-${reason}.sqlite`);
  rmSync(`${file}.part`, { force: true });
  return file;
}

/** "20260801T093005123Z": sorts by time and is a legal name everywhere. */
function stampNow(): string {
  return new Date().toISOString().replace(/[-:.]/g, '');
}

function fromStamp(stamp: string): string {
  const [, y, mo, d, h, mi, s, ms] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(stamp) ?? [];
  return `${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`;
}
