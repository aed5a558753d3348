import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepTemporary } from '../lab/checkpoint/folders.ts';
import type { DataFolder } from './dataFolder.ts';

/**
 * Removes what killed processes left half-written in a data folder: checkpoints, cached features, copies and drafts.
 * Call it when the folder is locked and no trainer of an earlier lab is left.
 */
export async function sweepLeftovers(folder: DataFolder): Promise<void> {
  for (const run of await namesIn(folder.checkpoints)) await sweepTemporary(join(folder.checkpoints, run));
  await removeNamed(folder.cache, /\.(tmp|part)$/);
  await removeNamed(folder.path, /^(lab\.sqlite|measurements\.json)\.part$|^lab\.lock\.[0-9a-f]{24}$/);
}

async function removeNamed(folder: string, name: RegExp): Promise<void> {
  for (const found of await namesIn(folder)) {
    if (name.test(found)) await rm(join(folder, found), { recursive: true, force: true });
  }
}

/** None where there is no folder: the first job makes it. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
