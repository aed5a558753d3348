import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { RunId } from '../../shared/ids.ts';
import type { LossSeries, RunSummary } from '../../shared/run.ts';
import { gathered } from './gathered.ts';
import { useLab } from './lab.ts';
import { useStatus } from './status.ts';

/** Series of one answer: 16 of 10,000 steps are 640 kB, some milliseconds to send and to take in. */
const together = 16;
/** Answers awaited at once; a fast scroll through a long table waits here, not in the lab. */
const atOnce = 2;
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

  /** The newest wishes first: they are what is on screen now. */
  const takeNext = (): { readonly runIds: readonly RunId[]; readonly withSeconds: boolean } | undefined => {
    const newest = waiting.at(-1);
    if (newest === undefined) return undefined;
    const withSeconds = timed.has(newest);
    const isAlike = (runId: RunId): boolean => timed.has(runId) === withSeconds;
    const runIds: RunId[] = [];
    for (let last = newest; runIds.length < together && isAlike(last);) {
      runIds.push(last);
      waiting.pop();
      const before = waiting.at(-1);
      if (before === undefined) break;
      last = before;
    }
    return { runIds, withSeconds };
  };

  const fetchNext = (): void => {
    while (busy < atOnce) {
      const next = takeNext();
      if (next === undefined) return;
      const { runIds, withSeconds } = next;
      busy += 1;
      lab
        .api()
        .getLossesOf({ runIds: [...runIds], withSeconds })
        .then((all) => {
          for (const { runId, losses, seconds } of all) {
            arrived.add({ runId, firstStep: 1, losses: Float64Array.from(losses), seconds });
          }
          // Deleted in the meantime: nothing comes of them.
          const came = new Set(all.map(({ runId }) => runId));
          for (const runId of runIds) if (!came.has(runId)) wanted.delete(runId);
        })
        .catch((error: unknown) => {
          for (const runId of runIds) wanted.delete(runId);
          status.fail(error);
        })
        .finally(() => {
          busy -= 1;
          fetchNext();
          if (busy === 0) arrived.end();
        });
    }
  };

  let isAbout = false;
  const ask = (runId: RunId): void => {
    wanted.add(runId);
    waiting.push(runId);
    if (isAbout) return;
    isAbout = true;
    // Those wanted in the same turn are asked for together.
    queueMicrotask(() => {
      isAbout = false;
      fetchNext();
    });
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
