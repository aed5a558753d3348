import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { LossSeries, RunSummary } from '../../shared/run.ts';
import { gathered } from './gathered.ts';
import { useLab } from './lab.ts';
import { useStatus } from './status.ts';

/** Series asked for at once; a fast scroll through a long table waits here, not in the lab. */
const atOnce = 32;
/** A live run's series is asked for again when it has grown by this share. */
const growth = 0.02;

/** Losses of many runs, for small curves and comparisons; each asked for when first wanted. */
export const useCurves = defineStore('curves', () => {
  const lab = useLab();
  const status = useStatus();
  const known = shallowReactive(new Map<RunId, LossSeries>());
  const waiting: RunId[] = [];
  const wanted = shallowReactive(new Set<RunId>());
  let busy = 0;

  const arrived = gathered<LossSeries>((all) => {
    for (const series of all) {
      known.set(series.runId, series);
      wanted.delete(series.runId);
    }
  });

  const fetchNext = (): void => {
    while (busy < atOnce) {
      // The newest wish first: it is what is on screen now.
      const runId = waiting.pop();
      if (runId === undefined) return;
      busy += 1;
      lab
        .api()
        .getLosses({ runId })
        .then(arrived.add)
        .catch((error: unknown) => {
          wanted.delete(runId);
          if (!(error instanceof LabError && error.code === 'not-found')) status.fail(error);
        })
        .finally(() => {
          busy -= 1;
          fetchNext();
          if (busy === 0) arrived.end();
        });
    }
  };

  /** Asks for a run's losses if they are not here or the run has gone on since. */
  const want = (run: RunSummary): void => {
    if (run.step === 0 || wanted.has(run.id)) return;
    const have = known.get(run.id)?.losses.length ?? 0;
    const least = run.state === 'running' ? Math.ceil(have * (1 + growth)) : have + 1;
    if (have > 0 && run.step < least) return;
    wanted.add(run.id);
    waiting.push(run.id);
    fetchNext();
  };

  /** What is known of a run's losses; reactive. */
  const get = (runId: RunId): LossSeries | undefined => known.get(runId);

  /** Whether the first losses of a run are on their way; reactive. */
  const isAwaited = (runId: RunId): boolean => wanted.has(runId) && !known.has(runId);

  return { want, get, isAwaited };
});
