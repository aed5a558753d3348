import type { AttentionBundle } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** The newest stored attention of a run's first probe, whichever step it is of. Silent when none is stored yet. */
export function useLatestAttention(): {
  readonly load: (runId: RunId, done: (bundle: AttentionBundle) => void) => Promise<void>;
} {
  const lab = useLab();
  const status = useStatus();
  const latest = useLatest();
  return {
    load: (runId, done) =>
      latest.run(
        () => lab.api().getAttention({ runId }),
        done,
        (error) => {
          if (!(error instanceof LabError && error.code === 'not-found')) status.fail(error);
        },
      ),
  };
}
