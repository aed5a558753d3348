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

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Whether the newest backup is a day old, or none is there. One from a time that has not come yet, because the clock
 * was set back, is no reason to wait for that time.
 */
export function isBackupDue(folder: string, now: number = Date.now()): boolean {
  const newest = listBackups(folder)[0];
  if (newest === undefined) return true;
  const written = statSync(newest.file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const age = now - Math.min(Date.parse(newest.takenAt), Math.floor(written));
  return age < 0 || age >= dayMs;
}

/** A consistent copy, made in one go: for the moment before a migration. Returns its path. */
export function backUpNow(db: Database.Database, folder: string, reason: string): string {
  const file = newBackupFile(folder, reason);
  try {
    db.prepare('VACUUM INTO ?').run(`${file}.part`);
    renameSync(`${file}.part`, file);
  } catch (error) {
    removeWithJournal(`${file}.part`);
    throw error;
  }
  return file;
}

/** A consistent copy made in small steps between other work; keeps the newest `keep`. Returns its path. */
export async function backUpInBackground(
  db: Database.Database,
  folder: string,
  keep: number,
): Promise<string> {
  const file = newBackupFile(folder, 'daily');
  try {
    await db.backup(`${file}.part`);
    leaveWal(`${file}.part`);
    renameSync(`${file}.part`, file);
  } catch (error) {
    removeWithJournal(`${file}.part`);
    throw error;
  }
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
  const aside = `${file}.damaged-${stampOf(Date.now())}`;
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

/** A name that sorts after all others, whatever the clock says; what a killed backup left is removed on the way. */
function newBackupFile(folder: string, reason: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (/^lab-.*\.sqlite\.part/.test(name)) rmSync(join(folder, name), { force: true });
  }
  const newest = listBackups(folder)[0];
  const after = newest === undefined ? 0 : Date.parse(newest.takenAt) + 1;
  return join(folder, `lab-${stampOf(Math.max(Date.now(), after))}-${reason}.sqlite`);
}

function removeWithJournal(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

/** "20260801T093005123Z": sorts by time and is a legal name everywhere. */
function stampOf(time: number): string {
  return new Date(time).toISOString().replace(/[-:.]/g, '');
}

function fromStamp(stamp: string): string {
  const [, y, mo, d, h, mi, s, ms] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(stamp) ?? [];
  return `${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`;
}
