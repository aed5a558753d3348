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
  /** Runs whose times are wanted with their losses. */
  const timed = new Set<RunId>();
  let busy = 0;

  const arrived = gathered<LossSeries>((all) => {
    for (const series of all) {
      known.set(series.runId, series);
      wanted.delete(series.runId);
      // Asked for while the losses alone were on their way.
      if (timed.has(series.runId) && !hasSeconds(series)) ask(series.runId);
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
        .getLosses({ runId, withSeconds: timed.has(runId) })
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

  const ask = (runId: RunId): void => {
    wanted.add(runId);
    waiting.push(runId);
    fetchNext();
  };

  /**
   * Asks for a run's losses if they are not here or the run has gone on since; `withSeconds`: and for its times, which
   * then come along with every later answer.
   */
  const want = (run: RunSummary, withSeconds = false): void => {
    if (withSeconds) timed.add(run.id);
    if (run.step === 0 || wanted.has(run.id)) return;
    const series = known.get(run.id);
    const have = series?.losses.length ?? 0;
    const least = run.state === 'running' ? Math.ceil(have * (1 + growth)) : have + 1;
    const lacksTimes = withSeconds && series !== undefined && !hasSeconds(series);
    if (have > 0 && run.step < least && !lacksTimes) return;
    ask(run.id);
  };

  /** What is known of a run's losses; reactive. */
  const get = (runId: RunId): LossSeries | undefined => known.get(runId);

  /** Whether the first losses of a run, or its first times if they are needed, are on their way; reactive. */
  const isAwaited = (runId: RunId, withSeconds: boolean): boolean => {
    if (!wanted.has(runId)) return false;
    const series = known.get(runId);
    return series === undefined || (withSeconds && !hasSeconds(series));
  };

  return { want, get, isAwaited };
});

function hasSeconds({ losses, seconds }: LossSeries): boolean {
  return seconds.length === losses.length;
}
