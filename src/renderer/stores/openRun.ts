import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { AttentionBundle } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { LossSeries, RunDetail } from '../../shared/run.ts';
import { useAttention } from './attention.ts';
import { GrowingSeries } from './growingSeries.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

export interface OpenRun {
  readonly detail: Readonly<Ref<RunDetail | null>>;
  readonly isGone: Readonly<Ref<boolean>>;
  /** Every recorded step so far; a new object whenever it grew. */
  readonly series: Readonly<Ref<LossSeries>>;
  /** The snapshot chosen, or the newest while following. */
  readonly cursor: ComputedRef<number | null>;
  readonly follows: Ref<boolean>;
  readonly sequence: Ref<number>;
  readonly bundle: Readonly<Ref<AttentionBundle | null>>;
  /** Moves the cursor to the snapshot nearest to a step, and stops following unless it is the newest. */
  readonly moveTo: (step: number) => void;
  /** Moves by a number of snapshots. */
  readonly moveBy: (snapshots: number) => void;
}

/** A growing curve is drawn at most this often, in ms. */
const redrawEvery = 700;

/**
 * One run, live: its detail, every loss, and the attention at the cursor. What arrives was stored first, so a
 * reload of the page shows the same. For the calling component's life.
 */
export function useOpenRun(runId: RunId): OpenRun {
  const lab = useLab();
  const status = useStatus();
  const attention = useAttention();
  const detailLatest = useLatest();
  const bundleLatest = useLatest();

  const detail = shallowRef<RunDetail | null>(null);
  const isGone = ref(false);
  const losses = new GrowingSeries(runId);
  const series = shallowRef(losses.view());
  const follows = ref(true);
  const chosen = ref<number | null>(null);
  const sequence = ref(0);
  const bundle = shallowRef<AttentionBundle | null>(null);

  const refreshDetail = (): Promise<void> =>
    detailLatest.run(
      () => lab.api().getRun({ runId }),
      (run) => {
        detail.value = run;
        isGone.value = false;
      },
      (error) => {
        if (error instanceof LabError && error.code === 'not-found') isGone.value = true;
        else status.fail(error);
      },
    );

  /** Asks only for what is missing: after a gap or a reconnect as well as at first. */
  let fetching = false;
  const fetchLosses = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    try {
      losses.add(await lab.api().getLosses({ runId, fromStep: losses.length + 1 }));
      series.value = losses.view();
    } catch (error) {
      if (!(error instanceof LabError && error.code === 'not-found')) status.fail(error);
    } finally {
      fetching = false;
    }
  };

  const refresh = (): void => {
    void refreshDetail();
    void fetchLosses();
  };

  // Drawing costs more than receiving: more than once a second is as live as an eye can follow.
  const arrived: number[] = [];
  let redraw: ReturnType<typeof setTimeout> | undefined;
  const drawSoon = (): void => {
    redraw ??= setTimeout(() => {
      redraw = undefined;
      series.value = losses.view();
      const run = detail.value;
      if (run === null) return;
      const steps = arrived.splice(0).filter((step) => !run.snapshotSteps.includes(step));
      if (steps.length === 0) return;
      detail.value = { ...run, snapshotSteps: [...run.snapshotSteps, ...steps].sort((a, b) => a - b) };
    }, redrawEvery);
  };
  const stops = [
    lab.on('steps', (event) => {
      if (event.runId !== runId) return;
      if (losses.add(event)) drawSoon();
      else void fetchLosses();
    }),
    lab.on('snapshot', ({ runId: id, step }) => {
      if (id !== runId) return;
      if (!arrived.includes(step)) arrived.push(step);
      drawSoon();
    }),
    lab.on('runs-changed', ({ runIds }) => {
      if (runIds.includes(runId)) refresh();
    }),
    lab.on('log', (event) => {
      if (event.runId === runId) void refreshDetail();
    }),
    lab.onMissed(refresh),
  ];
  onScopeDispose(() => {
    clearTimeout(redraw);
    for (const stop of stops) stop();
  });
  refresh();

  const snapshots = computed(() => detail.value?.snapshotSteps ?? []);
  const cursor = computed(() => {
    const newest = snapshots.value.at(-1) ?? null;
    return follows.value ? newest : (chosen.value ?? newest);
  });

  watch([cursor, sequence], ([step, wanted]) => {
    if (step === null || (detail.value?.probes.length ?? 0) === 0) return;
    void bundleLatest.run(
      () => attention.load(runId, step, wanted),
      (loaded) => {
        bundle.value = loaded;
      },
    );
  });

  const moveTo = (step: number): void => {
    const steps = snapshots.value;
    if (steps.length === 0) return;
    const nearest = steps.reduce((best, known) =>
      Math.abs(known - step) < Math.abs(best - step) ? known : best,
    );
    chosen.value = nearest;
    follows.value = nearest === steps.at(-1) && detail.value?.state === 'running';
  };
  const moveBy = (count: number): void => {
    const steps = snapshots.value;
    const at = steps.indexOf(cursor.value ?? -1);
    const next = steps[Math.min(steps.length - 1, Math.max(0, at + count))];
    if (next !== undefined) moveTo(next);
  };

  return { detail, isGone, series, cursor, follows, sequence, bundle, moveTo, moveBy };
}
