import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { AttentionBundle } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { Scorer, SequenceDocuments, TestSequences } from '../../shared/explain.ts';
import type { RunId } from '../../shared/ids.ts';
import { measureId, type MeasureSpec } from '../../shared/metrics.ts';
import type { RunDetail } from '../../shared/run.ts';
import { useAttention } from './attention.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** What of a run is looked at: the address of the attention page. */
export interface SubjectChoice {
  readonly runId: RunId | null;
  readonly sequence: number;
  /** Null: the newest snapshot, also while more come. */
  readonly step: number | null;
  /** An untrained measure on the run's documents instead of its attention. */
  readonly measure: MeasureSpec | null;
}

/** Why there is no map where one was asked for. */
export type Absence =
  | { readonly kind: 'none' }
  /** The run has stored nothing yet, or follows no probes. */
  | { readonly kind: 'no-snapshot' }
  /** Not a probe, and no weights are kept at the step to work it out. */
  | { readonly kind: 'no-weights'; readonly step: number }
  | { readonly kind: 'gone' };

export interface AttentionSubject {
  readonly detail: Readonly<Ref<RunDetail | null>>;
  readonly bundle: Readonly<Ref<AttentionBundle | null>>;
  readonly absence: Readonly<Ref<Absence>>;
  readonly isLoading: Ref<boolean>;
  /** Rows of the test split behind the bundle's documents; null until known. */
  readonly documents: Readonly<Ref<SequenceDocuments | null>>;
  readonly testSequences: Readonly<Ref<TestSequences | null>>;
  /** Snapshots of the chosen sequence, ascending. */
  readonly steps: ComputedRef<readonly number[]>;
  readonly step: ComputedRef<number | null>;
  /** Whose scores the map shows, as an explanation asks for them; null while unknown. */
  readonly scorer: ComputedRef<Scorer | null>;
  /** Whether the weights at the step are kept, or can be redrawn. */
  readonly hasWeights: ComputedRef<boolean>;
}

/** The bundle on screen and what is known of the run behind it; live, for the calling component's life. */
export function useAttentionSubject(choice: Ref<SubjectChoice>): AttentionSubject {
  const lab = useLab();
  const attention = useAttention();
  const status = useStatus();
  const detailLatest = useLatest();
  const bundleLatest = useLatest();
  const documentsLatest = useLatest();
  const testsLatest = useLatest();

  const detail = shallowRef<RunDetail | null>(null);
  const bundle = shallowRef<AttentionBundle | null>(null);
  const documents = shallowRef<SequenceDocuments | null>(null);
  const testSequences = shallowRef<TestSequences | null>(null);
  const absence = ref<Absence>({ kind: 'none' });

  const refresh = (): void => {
    const { runId } = choice.value;
    if (runId === null) return;
    void detailLatest.run(
      () => lab.api().getRun({ runId }),
      (run) => {
        detail.value = run;
      },
      (error) => {
        if (error instanceof LabError && error.code === 'not-found') {
          detail.value = null;
          bundle.value = null;
          absence.value = { kind: 'gone' };
        } else status.fail(error);
      },
    );
  };

  watch(
    () => choice.value.runId,
    () => {
      detail.value = null;
      bundle.value = null;
      documents.value = null;
      testSequences.value = null;
      absence.value = { kind: 'none' };
      refresh();
    },
    { immediate: true },
  );
  const stops = [
    lab.on('runs-changed', ({ runIds }) => {
      if (choice.value.runId !== null && runIds.includes(choice.value.runId)) refresh();
    }),
    lab.on('snapshot', ({ runId, step }) => {
      const run = detail.value;
      if (runId !== run?.id || run.snapshotSteps.includes(step)) return;
      detail.value = { ...run, snapshotSteps: [...run.snapshotSteps, step].sort((a, b) => a - b) };
    }),
    lab.onMissed(refresh),
  ];
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });

  const isProbe = computed(() => choice.value.sequence < (detail.value?.probes.length ?? 0));
  const checkpointSteps = computed(() => detail.value?.checkpoints.map(({ step }) => step) ?? []);
  const steps = computed<readonly number[]>(() => {
    const run = detail.value;
    if (run === null || choice.value.measure !== null) return [];
    if (isProbe.value) return run.snapshotSteps;
    return [...new Set([0, ...checkpointSteps.value])].sort((a, b) => a - b);
  });
  const step = computed(() => {
    const wanted = choice.value.step;
    const known = steps.value;
    const newest = known.at(-1) ?? null;
    if (wanted === null || newest === null) return newest;
    return known.findLast((candidate) => candidate <= wanted) ?? known[0] ?? null;
  });
  const hasWeights = computed(
    () => step.value === 0 || (step.value !== null && checkpointSteps.value.includes(step.value)),
  );
  const scorer = computed<Scorer | null>(() => {
    const { measure } = choice.value;
    if (measure !== null) return { kind: 'measure', spec: measure };
    return step.value === null ? null : { kind: 'weights', step: step.value };
  });

  /** What the map needs, as one string: the same means that nothing has to be fetched again. */
  const wanted = computed(() => {
    const run = detail.value;
    const { sequence, measure } = choice.value;
    if (run === null) return null;
    if (run.shape === null) return `${run.id} waits`;
    return [run.id, sequence, measure === null ? step.value : measureId(measure), isProbe.value].join(' ');
  });
  watch(
    wanted,
    () => {
      const run = detail.value;
      if (run === null) return;
      const { sequence, measure } = choice.value;
      const missing = absenceOf(run, measure !== null, isProbe.value, step.value, hasWeights.value);
      absence.value = missing;
      if (missing.kind !== 'none') {
        bundleLatest.cancel();
        bundle.value = null;
        return;
      }
      const at = step.value ?? 0;
      void bundleLatest.run(
        () => {
          if (measure !== null)
            return attention.compute(run.id, { kind: 'measure', spec: measure }, sequence);
          if (isProbe.value) return attention.load(run.id, at, sequence);
          return attention.compute(run.id, { kind: 'weights', step: at }, sequence);
        },
        (loaded) => {
          bundle.value = loaded;
        },
      );
    },
    { immediate: true },
  );

  watch(
    () => [detail.value?.id, choice.value.sequence, detail.value?.shape === null] as const,
    ([runId, sequence, isWaiting]) => {
      documents.value = null;
      if (runId === undefined || isWaiting) return;
      void documentsLatest.run(
        () => lab.api().getSequence({ runId, sequence }),
        (found) => {
          documents.value = found;
        },
      );
    },
    { immediate: true },
  );
  watch(
    () => [detail.value?.id, detail.value?.state] as const,
    ([runId]) => {
      if (runId === undefined) return;
      void testsLatest.run(
        () => lab.api().getTestSequences({ runId }),
        (found) => {
          testSequences.value = found;
        },
      );
    },
    { immediate: true },
  );

  return {
    detail,
    bundle,
    absence,
    isLoading: bundleLatest.busy,
    documents,
    testSequences,
    steps,
    step,
    scorer,
    hasWeights,
  };
}

function absenceOf(
  run: RunDetail,
  isMeasure: boolean,
  isProbe: boolean,
  step: number | null,
  hasWeights: boolean,
): Absence {
  if (run.shape === null) return { kind: 'no-snapshot' };
  if (isMeasure) return { kind: 'none' };
  if (step === null) return { kind: 'no-snapshot' };
  return isProbe || hasWeights ? { kind: 'none' } : { kind: 'no-weights', step };
}
