import { keepOnly } from '../lab/checkpoint/keep.ts';
import { LabError } from '../shared/errors.ts';
import type { Store } from './store/store.ts';

/**
 * Removes what finished runs no longer need: a trainer does so itself once the end of its run is recorded, unless it is
 * killed just then. `note` hears of a run whose last checkpoint is damaged, which then keeps them all.
 */
export async function tidyCheckpoints(store: Store, note: (text: string) => void): Promise<void> {
  for (const runId of store.checkpoints.untidy()) {
    const run = store.runs.get(runId)?.summary;
    const known = store.checkpoints.of(runId);
    const last = known.at(-1);
    // Without what a finished run keeps, which a full disk may have refused, nothing else is let go.
    const keepsNone = run?.experiment.checkpoints.keep === 'none';
    if (last === undefined || run === undefined || (!keepsNone && last.step !== run.shape?.totalSteps))
      continue;
    try {
      const kept = keepsNone ? null : last.folder;
      await keepOnly(store.checkpoints.folderOf(runId), kept);
      // All others, those too whose folder was removed by a trainer that was killed before it could say so.
      store.durably(() => {
        for (const { folder } of known) if (folder !== kept) store.checkpoints.remove(runId, folder);
      });
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      note(`checkpoints of run ${runId} were not tidied: ${error.message}`);
    }
  }
}
