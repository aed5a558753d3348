import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { LabError } from '../shared/errors.ts';
import { isAlive, processStart } from './jobs/processIdentity.ts';
import { systemCode } from '../shared/systemCode.ts';

/**
 * One writer a data folder: the lock file says which process holds it (number, start, nonce). A lock whose process
 * is gone is taken over; the next opener is told who holds a live one.
 */

const holderSchema = z.object({
  pid: z.int().positive(),
  start: z.string().nullable(),
  nonce: z.string(),
  host: z.string(),
  door: z.string(),
  since: z.string(),
});
export type LockHolder = z.output<typeof holderSchema>;

export interface FolderLock {
  /** Whether the one before died without letting go: its runs need recovery, its database a full check. */
  readonly tookOver: boolean;
  /** Lets go; calling it again does nothing. Never removes a lock that somebody else has taken since. */
  release(): void;
}

/** A takeover takes milliseconds; a guard this old belongs to a process that died in one. */
const guardLifeMs = 10_000;

/**
 * Takes the lock at `path` for this process; `door` names the program in the message another opener gets.
 * Throws `LabError('busy')` if a live process holds it.
 */
export async function takeFolderLock(path: string, door: string): Promise<FolderLock> {
  const holder: LockHolder = {
    pid: process.pid,
    start: await processStart(process.pid),
    nonce: randomBytes(12).toString('hex'),
    host: hostname(),
    door,
    since: new Date().toISOString(),
  };
  if (create(path, holder)) return lockOf(path, holder, false);
  const other = readLock(path);
  if (other !== null && (await holds(other))) throw heldBy(path, other);
  if (!takeOver(path, holder, other)) throw heldBy(path, readLock(path));
  return lockOf(path, holder, true);
}

/** Who holds the lock, or null if nobody does or the file does not say. */
export function readLock(path: string): LockHolder | null {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

async function holds(holder: LockHolder): Promise<boolean> {
  // Another machine's processes cannot be asked after, so its lock on a shared folder stands.
  if (holder.host !== hostname()) return true;
  return isAlive(holder.pid, holder.start);
}

/** Writes the file whole under another name, then links it: nobody ever reads half a lock. */
function create(path: string, holder: LockHolder): boolean {
  const draft = `${path}.${holder.nonce}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    // No hard links here (exFAT, some network mounts): an exclusive write is the next best.
    return createExclusive(path, holder);
  } finally {
    rmSync(draft, { force: true });
  }
}

function createExclusive(path: string, holder: LockHolder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw new LabError(
      'io',
      `cannot write the lock file: ${path} (${systemCode(error) ?? 'unknown error'})`,
      {
        hint: 'Check the folder’s permissions and free space',
        cause: error,
      },
    );
  }
}

/** Replaces a dead process's lock. Under a guard file, so that of two openers who both saw it dead one wins. */
function takeOver(path: string, holder: LockHolder, dead: LockHolder | null): boolean {
  const guard = `${path}.takeover`;
  if (isOld(guard)) rmSync(guard, { force: true });
  if (!createExclusive(guard, holder)) return false;
  try {
    if (readLock(path)?.nonce !== dead?.nonce) return false;
    rmSync(path, { force: true });
    return create(path, holder);
  } finally {
    rmSync(guard, { force: true });
  }
}

function isOld(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  // A guard from a time that has not come yet was made before the clock was set back.
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) > guardLifeMs;
}

function lockOf(path: string, holder: LockHolder, tookOver: boolean): FolderLock {
  return {
    tookOver,
    release(): void {
      if (readLock(path)?.nonce === holder.nonce) rmSync(path, { force: true });
    },
  };
}

function heldBy(path: string, holder: LockHolder | null): LabError {
  const who =
    holder === null
      ? 'another Attention Lab'
      : `${holder.door}, process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new LabError('busy', `the data folder is in use: ${path} (${who})`, {
    hint: 'Close the other one, choose another folder with --data-dir, or open this one read-only',
  });
}
