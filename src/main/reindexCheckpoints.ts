import { readdirSync } from 'node:fs';
import { listCheckpoints } from '../lab/checkpoint/folders.ts';
import { readManifest } from '../lab/checkpoint/open.ts';
import { LabError } from '../shared/errors.ts';
import { asRunId, type RunId } from '../shared/ids.ts';
import type { CheckpointSummary } from '../shared/run.ts';
import type { Store } from './store/store.ts';

/**
 * Makes the index of checkpoints say what lies in `checkpointsDir`: after a lab that died between writing a
 * checkpoint and noting it, or a backup that was restored. Folders of unknown runs are left alone.
 */
export async function reindexCheckpoints(store: Store, checkpointsDir: string): Promise<void> {
  for (const name of readdirSync(checkpointsDir)) {
    const runId = asRunId(name);
    if (store.runs.get(runId) === null) continue;
    const found = await foldersOf(store, runId);
    const indexed = store.checkpoints.of(runId);
    const missing = found.filter(({ folder }) => !indexed.some((known) => known.folder === folder));
    const gone = indexed.filter(({ folder }) => !found.some((there) => there.folder === folder));
    if (missing.length === 0 && gone.length === 0) continue;
    store.durably(() => {
      for (const checkpoint of missing) store.checkpoints.save(runId, checkpoint);
      for (const { folder } of gone) store.checkpoints.remove(runId, folder);
    });
  }
}

async function foldersOf(store: Store, runId: RunId): Promise<readonly CheckpointSummary[]> {
  const found: CheckpointSummary[] = [];
  for (const { folder } of await listCheckpoints(store.checkpoints.folderOf(runId))) {
    try {
      const { step, resumable, files } = await readManifest(folder);
      found.push({ folder, step, resumable, bytes: files.reduce((sum, file) => sum + file.bytes, 0) });
    } catch (error) {
      // A folder without a sound manifest is no checkpoint: nothing can go on from it.
      if (!(error instanceof LabError)) throw error;
    }
  }
  return found;
}
