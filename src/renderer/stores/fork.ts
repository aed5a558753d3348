import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { forkObstacles, type ForkPoint } from '../../shared/fork.ts';
import type { RunId } from '../../shared/ids.ts';
import type { RunDetail } from '../../shared/run.ts';
import { useDraft } from './draft.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';

/** The run an experiment is forked from while it is written: its parent, and what of it the new run begins with. */
export const useFork = defineStore('fork', () => {
  const lab = useLab();
  const draft = useDraft();
  const latest = useLatest();
  const parent = shallowRef<RunDetail | null>(null);
  const step = ref(0);
  /** Chosen by a person: weights drawn from the seed although the parent's could be taken. */
  const isAnew = ref(false);

  /** Takes a run's settings as the draft's, to go on from `at`. */
  const begin = (runId: RunId, at: number): Promise<void> =>
    latest.run(
      () => lab.api().getRun({ runId }),
      (detail) => {
        parent.value = detail;
        step.value = at;
        isAnew.value = false;
        draft.take(detail.experiment);
      },
    );
  const end = (): void => {
    latest.cancel();
    parent.value = null;
  };

  const steps = computed(() => [
    ...new Set((parent.value?.checkpoints ?? []).map((checkpoint) => checkpoint.step)),
  ]);
  const hasWeights = computed(() => steps.value.includes(step.value));
  /** The checkpoint nearest to a step that has none; null where there is none at all. */
  const nearest = computed(() =>
    steps.value.reduce<number | null>(
      (best, known) =>
        best === null || Math.abs(known - step.value) < Math.abs(best - step.value) ? known : best,
      null,
    ),
  );
  /** Settings that were changed so that the parent's weights no longer fit. */
  const obstacles = computed(() =>
    parent.value === null || draft.experiment === null
      ? []
      : forkObstacles(parent.value.experiment, draft.experiment),
  );
  const canTakeWeights = computed(() => hasWeights.value && obstacles.value.length === 0);
  const point = computed<ForkPoint<RunId> | null>(() =>
    parent.value === null
      ? null
      : { runId: parent.value.id, step: canTakeWeights.value && !isAnew.value ? step.value : 0 },
  );
  return { parent, step, isAnew, begin, end, hasWeights, nearest, obstacles, canTakeWeights, point };
});
