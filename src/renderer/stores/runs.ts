import { defineStore } from 'pinia';
import { computed, ref, shallowRef, triggerRef } from 'vue';
import type { ApiInput, LabEvent } from '../../shared/api.ts';
import { LabError } from '../../shared/errors.ts';
import type { ForkPoint } from '../../shared/fork.ts';
import { asRunId, type RunId } from '../../shared/ids.ts';
import type { RunState, RunSummary } from '../../shared/run.ts';
import type { ProgressMessage } from '../../shared/trainerMessages.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** Rows are redrawn at most this often while runs train, in ms. */
const redrawEvery = 700;
/** Up to this many changed runs are asked for one by one; above, the whole list is. */
const singlyUpTo = 4;

const endStates: ReadonlySet<RunState> = new Set([
  'finished',
  'cancelled',
  'diverged',
  'interrupted',
  'failed',
]);

/** What a person says of one run. */
export type RunChange = ApiInput<'updateRun'>;
type RunEdit = Omit<RunChange, 'runId'>;

export const hasEnded = (run: RunSummary): boolean => endStates.has(run.state);

type StepsEvent = Extract<LabEvent, { readonly type: 'steps' }>;

/** Every run that is not deleted. One map, changed in place and announced at most so often. */
export const useRuns = defineStore('runs', () => {
  const lab = useLab();
  const status = useStatus();
  const latest = useLatest();
  const byId = shallowRef(new Map<RunId, RunSummary>());
  const loaded = ref(false);
  /** How far a run's preparation is. */
  const progress = shallowRef<ReadonlyMap<RunId, ProgressMessage>>(new Map());
  /** The runs of the last deletion, for Undo; forgotten at the next change a person makes. */
  const deleted = shallowRef<readonly RunSummary[]>([]);
  /** The last change of one or many, backwards, for Undo; forgotten likewise. */
  const edited = shallowRef<readonly RunChange[]>([]);
  const canUndo = computed(() => deleted.value.length + edited.value.length > 0);
  const forgetUndo = (): void => {
    deleted.value = [];
    edited.value = [];
  };

  /** Newest first. */
  const all = computed(() =>
    [...byId.value.values()].sort((a, b) => {
      // ISO times sort as text; comparing by locale would take a hundred times as long for 10,000 runs.
      if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
      return a.id < b.id ? 1 : -1;
    }),
  );
  const active = computed(() => all.value.find(({ state }) => state === 'running' || state === 'paused'));
  const queued = computed(() => all.value.filter(({ state }) => state === 'queued'));
  const ended = computed(() => all.value.filter(hasEnded));

  const refresh = (): Promise<void> =>
    latest.run(
      () => lab.api().listRuns({}),
      (runs) => {
        byId.value = new Map(runs.map((run) => [run.id, run]));
        loaded.value = true;
      },
    );

  let redraw: ReturnType<typeof setTimeout> | undefined;
  const announce = (): void => {
    redraw ??= setTimeout(() => {
      redraw = undefined;
      triggerRef(byId);
    }, redrawEvery);
  };

  const put = (run: RunSummary): void => {
    byId.value.set(run.id, run);
    announce();
  };

  const reload = async (runIds: readonly RunId[]): Promise<void> => {
    if (runIds.length > singlyUpTo) return refresh();
    await Promise.all(
      runIds.map(async (runId) => {
        try {
          put(await lab.api().getRun({ runId }));
        } catch (error) {
          if (!(error instanceof LabError) || error.code !== 'not-found') throw error;
          byId.value.delete(runId);
          announce();
        }
      }),
    ).catch(status.fail);
  };

  const changed = new Set<RunId>();
  let flush: ReturnType<typeof setTimeout> | undefined;
  const noteChange = (runIds: readonly RunId[]): void => {
    for (const runId of runIds) changed.add(runId);
    flush ??= setTimeout(() => {
      flush = undefined;
      const ids = [...changed];
      changed.clear();
      void reload(ids);
    }, 50);
  };

  const addSteps = ({ runId, firstStep, losses, seconds }: StepsEvent): void => {
    const run = byId.value.get(runId);
    const lastLoss = losses.at(-1);
    if (run === undefined || lastLoss === undefined) return;
    const finite = losses.filter(Number.isFinite);
    put({
      ...run,
      step: Math.max(run.step, firstStep + losses.length - 1),
      lastLoss,
      bestLoss: finite.length === 0 ? run.bestLoss : Math.min(run.bestLoss ?? Infinity, ...finite),
      trainSeconds: seconds.at(-1) ?? run.trainSeconds,
    });
  };

  lab.on('runs-changed', ({ runIds }) => noteChange(runIds));
  lab.on('steps', addSteps);
  lab.on('progress', (event) => {
    progress.value = new Map(progress.value).set(event.runId, event.progress);
  });
  lab.onMissed(() => void refresh());
  void refresh();

  /** Queues an experiment. The id of its run, or undefined if it was refused (and said so). */
  const start = async (
    experiment: unknown,
    parent: ForkPoint<RunId> | null = null,
  ): Promise<RunId | undefined> => {
    let started: RunId | undefined;
    await status.attempt(async () => {
      started = (await lab.api().startRun({ experiment, parent })).runId;
      await reload([started]);
    });
    return started;
  };

  /** Changes one run; Undo puts back what was before. */
  const update = (change: RunChange): Promise<boolean> => {
    const { runId, ...edit } = change;
    const before = byId.value.get(asRunId(runId));
    return status.attempt(async () => {
      put(await lab.api().updateRun(change));
      forgetUndo();
      if (before !== undefined) edited.value = [{ runId, ...valuesOf(before, edit) }];
    });
  };

  /** Changes many runs at once, all or none; Undo puts back what was before. */
  const updateAll = async (
    several: readonly RunSummary[],
    edit: (run: RunSummary) => RunEdit,
  ): Promise<boolean> => {
    const edits = several.map((run) => ({ run, edit: edit(run) }));
    const changes = edits.map(({ run, edit }) => ({ runId: run.id, ...edit }));
    const before = edits.map(({ run, edit }) => ({ runId: run.id, ...valuesOf(run, edit) }));
    return status.attempt(async () => {
      await lab.api().updateRuns({ changes });
      forgetUndo();
      edited.value = before;
    });
  };

  const remove = async (runs: readonly RunSummary[]): Promise<void> => {
    const runIds = runs.map(({ id }) => id);
    const done = await status.attempt(() => lab.api().deleteRuns({ runIds }));
    if (!done) return;
    forgetUndo();
    deleted.value = runs;
    for (const id of runIds) byId.value.delete(id);
    triggerRef(byId);
  };

  /** Brings back what the last deletion took, or what was before the last change of many. */
  const undo = async (): Promise<void> => {
    const [runs, changes] = [deleted.value, edited.value];
    await status.attempt(async () => {
      if (runs.length > 0) await lab.api().restoreRuns({ runIds: runs.map(({ id }) => id) });
      if (changes.length > 0) await lab.api().updateRuns({ changes: [...changes] });
      forgetUndo();
      await refresh();
    });
  };

  const pause = (runId: RunId): Promise<boolean> => status.attempt(() => lab.api().pauseRun({ runId }));
  const resume = (runId: RunId): Promise<boolean> => status.attempt(() => lab.api().resumeRun({ runId }));
  const stop = (runId: RunId): Promise<boolean> => status.attempt(() => lab.api().stopRun({ runId }));

  return {
    byId,
    all,
    active,
    queued,
    ended,
    loaded,
    progress,
    busy: latest.busy,
    deleted,
    edited,
    canUndo,
    refresh,
    start,
    update,
    updateAll,
    remove,
    undo,
    forgetUndo,
    pause,
    resume,
    stop,
  };
});

/** What a run has where an edit changes it. */
function valuesOf(run: RunSummary, edit: RunEdit): RunEdit {
  return Object.fromEntries((Object.keys(edit) as (keyof RunEdit)[]).map((key) => [key, run[key]]));
}
