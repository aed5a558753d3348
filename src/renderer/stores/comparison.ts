import { computed, onScopeDispose, shallowReactive, watch, type ComputedRef } from 'vue';
import type { ComparedRun } from '../../shared/comparison.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { LossSeries, RunDetail } from '../../shared/run.ts';
import { useCurves } from './curves.ts';
import { gathered } from './gathered.ts';
import { useLab } from './lab.ts';
import { useRuns } from './runs.ts';
import { useStatus } from './status.ts';

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
      details.set(detail.id, detail);
      curves.want(detail, needsSeconds.value);
    }
  });
  let loading = 0;
  const load = async (runId: RunId): Promise<void> => {
    // The list knows how far a run is: its losses come along with the rest of it.
    const listed = allRuns.byId.get(runId);
    if (listed !== undefined) curves.want(listed, needsSeconds.value);
    loading += 1;
    try {
      arrived.add(await lab.api().getRun({ runId }));
    } catch (error) {
      if (error instanceof LabError && error.code === 'not-found') gone.add(runId);
      else status.fail(error);
    } finally {
      loading -= 1;
      if (loading === 0) arrived.end();
    }
  };
  watch(
    ids,
    (wanted) => {
      for (const runId of wanted) if (!details.has(runId)) void load(runId);
    },
    { immediate: true },
  );

  watch(needsSeconds, (needs) => {
    if (!needs) return;
    for (const detail of details.values()) if (ids.value.includes(detail.id)) curves.want(detail, true);
  });

  const reload = (runIds: readonly RunId[]): void => {
    for (const runId of runIds) if (ids.value.includes(runId)) void load(runId);
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
