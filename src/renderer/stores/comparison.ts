import { computed, onScopeDispose, shallowReactive, watch, type ComputedRef } from 'vue';
import type { ComparedRun } from '../../shared/comparison.ts';
import type { RunId } from '../../shared/ids.ts';
import type { LossSeries, RunDetail } from '../../shared/run.ts';
import { useCurves } from './curves.ts';
import { gathered } from './gathered.ts';
import { useLab } from './lab.ts';
import { useRuns } from './runs.ts';
import { useStatus } from './status.ts';

/** Runs of one answer: a hundred at once would hold up the lab, one at a time the window. */
const together = 40;

export interface Comparison {
  /** Those that exist and have arrived, in the order asked for. */
  readonly runs: ComputedRef<readonly ComparedRun[]>;
  /** How many are still on their way. */
  readonly missing: ComputedRef<number>;
}

/**
 * Runs with details and losses, kept up to date while they train. For the calling component's life. The times of their
 * steps, half of what there is to send, are asked for from when `needsSeconds` is true.
 */
export function useComparison(
  ids: ComputedRef<readonly RunId[]>,
  needsSeconds: ComputedRef<boolean> = computed(() => true),
): Comparison {
  const lab = useLab();
  const status = useStatus();
  const curves = useCurves();
  const allRuns = useRuns();
  const details = shallowReactive(new Map<RunId, RunDetail>());
  const gone = shallowReactive(new Set<RunId>());

  const arrived = gathered<RunDetail>((all) => {
    for (const detail of all) {
      // Brought back by Undo, it may have been gone.
      gone.delete(detail.id);
      details.set(detail.id, detail);
      curves.want(detail, needsSeconds.value);
    }
  });
  let loading = 0;
  const loadSome = async (runIds: readonly RunId[]): Promise<void> => {
    loading += 1;
    await status.attempt(async () => {
      const all = await lab.api().getRuns({ runIds: [...runIds] });
      for (const detail of all) arrived.add(detail);
      const came = new Set(all.map(({ id }) => id));
      for (const runId of runIds) if (!came.has(runId)) gone.add(runId);
    });
    loading -= 1;
    if (loading === 0) arrived.end();
  };
  const load = (runIds: readonly RunId[]): void => {
    for (let at = 0; at < runIds.length; at += together) void loadSome(runIds.slice(at, at + together));
    // The list knows how far a run is: its losses come along with the rest of it.
    for (const runId of runIds) {
      const listed = allRuns.byId.get(runId);
      if (listed !== undefined) curves.want(listed, needsSeconds.value);
    }
  };
  watch(ids, (wanted) => load(wanted.filter((runId) => !details.has(runId))), { immediate: true });

  watch(needsSeconds, (needs) => {
    if (!needs) return;
    for (const detail of details.values()) if (ids.value.includes(detail.id)) curves.want(detail, true);
  });

  const reload = (runIds: readonly RunId[]): void => {
    const compared = new Set(ids.value);
    load(runIds.filter((runId) => compared.has(runId)));
  };
  const stops = [
    lab.on('runs-changed', ({ runIds }) => reload(runIds)),
    lab.on('steps', ({ runId }) => {
      const run = allRuns.byId.get(runId);
      if (run !== undefined && ids.value.includes(runId)) curves.want(run, needsSeconds.value);
    }),
    lab.on('snapshot', ({ runId, step }) => {
      const detail = details.get(runId);
      if (detail === undefined || detail.snapshotSteps.includes(step)) return;
      details.set(runId, { ...detail, snapshotSteps: [...detail.snapshotSteps, step].sort((a, b) => a - b) });
    }),
    lab.onMissed(() => reload(ids.value)),
  ];
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });

  const wanted = computed(() => ids.value.filter((runId) => !gone.has(runId)));
  const runs = computed(() =>
    wanted.value.flatMap((runId) => {
      const detail = details.get(runId);
      if (detail === undefined) return [];
      const series = curves.get(runId) ?? emptySeries(runId);
      return [{ detail, series }];
    }),
  );
  return { runs, missing: computed(() => wanted.value.length - runs.value.length) };
}

function emptySeries(runId: RunId): LossSeries {
  return { runId, firstStep: 1, losses: new Float64Array(0), seconds: new Float64Array(0) };
}
