import { readFileSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMissing } from './durable.ts';
import { systemCode } from '../../shared/systemCode.ts';

/**
 * The folders of a run's checkpoints: `ckpt-000123`, or `ckpt-000123-2` for a second one at the same step (a finished
 * folder is never written over), and `….tmp-<pid>` while one is being written or removed.
 */

export interface CheckpointFolder {
  readonly folder: string;
  readonly step: number;
  /** 1, or the number behind the second dash. */
  readonly generation: number;
}

/** Step and generation by a folder's name, or null if it is none of ours. */
export function parseFolderName(folder: string): CheckpointFolder | null {
  const match = /^ckpt-(\d{6,})(?:-(\d+))?$/.exec(basename(folder));
  if (match === null) return null;
  return { folder, step: Number(match[1]), generation: match[2] === undefined ? 1 : Number(match[2]) };
}

/** Finished checkpoint folders, newest step first. None if the run's folder does not exist. */
export async function listCheckpoints(runDir: string): Promise<CheckpointFolder[]> {
  const found = (await namesIn(runDir)).flatMap((name) => parseFolderName(join(runDir, name)) ?? []);
  return found.sort((a, b) => b.step - a.step || b.generation - a.generation);
}

/** A name not yet taken for a checkpoint at `step`. */
export async function freshFolder(runDir: string, step: number): Promise<string> {
  const taken = (await listCheckpoints(runDir)).filter((other) => other.step === step);
  const name = `ckpt-${String(step).padStart(6, '0')}`;
  const generation = Math.max(0, ...taken.map((other) => other.generation)) + 1;
  return join(runDir, generation === 1 ? name : `${name}-${generation}`);
}

export const temporaryName = (folder: string): string => `${folder}.tmp-${process.pid}`;

/** Removes a checkpoint; killed half-way it leaves what the next sweep takes, never half a checkpoint. */
export async function removeCheckpoint(folder: string): Promise<void> {
  const doomed = temporaryName(folder);
  try {
    await rename(folder, doomed);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await rm(doomed, { recursive: true, force: true });
}

/** Removes what processes that are no more left behind, and returns those names. Call it before this one writes. */
export async function sweepTemporary(runDir: string): Promise<string[]> {
  const swept: string[] = [];
  for (const name of await namesIn(runDir)) {
    const pid = /\.tmp-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || isAnotherAlive(Number(pid))) continue;
    await rm(join(runDir, name), { recursive: true, force: true });
    swept.push(name);
  }
  return swept;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Dead, but not yet asked after by its parent: it keeps its number and writes no more. Only Linux says. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

function isAnotherAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: alive, but another user's.
    return systemCode(error) === 'EPERM';
  }
}
