import { readdirSync } from 'node:fs';
import { listCheckpoints, removeCheckpoint } from '../lab/checkpoint/folders.ts';
import { readManifest } from '../lab/checkpoint/open.ts';
import { LabError } from '../shared/errors.ts';
import { asRunId, type RunId } from '../shared/ids.ts';
import type { CheckpointSummary } from '../shared/run.ts';
import type { Store } from './store/store.ts';

/**
 * Makes the index of checkpoints say what lies in `checkpointsDir`. Folders of unknown runs are left alone.
 *
 * After a lab that `died` between the writing of a checkpoint and the noting of it, one from beyond what was recorded
 * is removed: a run that went on from it would miss losses, snapshots and evaluations for good, and does those few
 * steps again instead. After a backup was `restored` the record has such a hole in any case, and all are kept.
 */
export async function reindexCheckpoints(
  store: Store,
  checkpointsDir: string,
  after: 'died' | 'restored',
): Promise<void> {
  for (const name of readdirSync(checkpointsDir)) {
    const runId = asRunId(name);
    const run = store.runs.get(runId);
    if (run === null) continue;
    const known = new Set(store.checkpoints.of(runId).map(({ folder }) => folder));
    const found: CheckpointSummary[] = [];
    for (const checkpoint of await foldersOf(store, runId)) {
      // Only a step after it shows that everything that came before it was recorded too.
      const isRecorded = after === 'restored' || run.summary.step > checkpoint.step;
      if (known.has(checkpoint.folder) || isRecorded) found.push(checkpoint);
      else await removeCheckpoint(checkpoint.folder);
    }
    const indexed = store.checkpoints.of(runId);
    const missing = found.filter(({ folder }) => !known.has(folder));
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
