import { LabError } from '../../shared/errors.ts';
import { listCheckpoints, removeCheckpoint } from './folders.ts';
import { openCheckpoint, readManifest } from './open.ts';

/** How many resumable checkpoints a run keeps while it trains: the newest, and one to fall back to. */
export const KEPT_WHILE_TRAINING = 2;

/**
 * Removes all resumable checkpoints of a run but the newest `count`, once the newest has been verified, and returns
 * the removed folders. Throws `LabError('io')` and removes nothing if the newest is damaged.
 */
export async function keepNewestResumable(runDir: string, count: number): Promise<string[]> {
  const resumable: string[] = [];
  for (const { folder } of await listCheckpoints(runDir)) {
    if (await isResumable(folder)) resumable.push(folder);
  }
  const [newest] = resumable;
  const doomed = resumable.slice(count);
  if (newest === undefined || doomed.length === 0) return [];
  await openCheckpoint(newest);
  return removeAll(doomed);
}

/**
 * Removes all checkpoints of a run but `kept`, once that has been verified (null: keep none), and returns the removed
 * folders. Throws `LabError('io')` and removes nothing if `kept` is damaged.
 */
export async function keepOnly(runDir: string, kept: string | null): Promise<string[]> {
  const doomed = (await listCheckpoints(runDir))
    .map(({ folder }) => folder)
    .filter((folder) => folder !== kept);
  if (doomed.length === 0) return [];
  if (kept !== null) await openCheckpoint(kept);
  return removeAll(doomed);
}

/** A damaged one does not count, and stays until the run ends: it may be all there is. */
async function isResumable(folder: string): Promise<boolean> {
  try {
    return (await readManifest(folder)).resumable;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

async function removeAll(folders: readonly string[]): Promise<string[]> {
  for (const folder of folders) await removeCheckpoint(folder);
  return [...folders];
}
