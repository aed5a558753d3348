import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { AttentionBundle } from '../../shared/attention.ts';
import {
  documentsOf,
  mainSource,
  runOf,
  sourceCode,
  type AttentionSource,
} from '../../shared/attentionSource.ts';
import { differenceBundle } from '../../shared/differenceBundle.ts';
import { LabError } from '../../shared/errors.ts';
import type { Scorer, SequenceDocuments, TestDocuments, TestSequences } from '../../shared/explain.ts';
import type { RunDetail } from '../../shared/run.ts';
import { useAttention } from './attention.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { placeInRun, type Absence, type PlaceInRun } from './placeInRun.ts';
import { useStatus } from './status.ts';

export interface AttentionSubject {
  /** The run that is looked at, or whose documents a measure is looked at on; null of a file, or until known. */
  readonly detail: Readonly<Ref<RunDetail | null>>;
  readonly bundle: Readonly<Ref<AttentionBundle | null>>;
  /** Why there is no bundle, if that is known. */
  readonly absence: Readonly<Ref<Absence | null>>;
  readonly isLoading: Ref<boolean>;
  /** Whose documents they are; null of a file. */
  readonly about: ComputedRef<TestDocuments | null>;
  /** Rows of the test split behind the bundle's documents; null until known, and of a file. */
  readonly documents: Readonly<Ref<SequenceDocuments | null>>;
  readonly testSequences: Readonly<Ref<TestSequences | null>>;
  /** Snapshots of the chosen sequence, ascending. */
  readonly steps: ComputedRef<readonly number[]>;
  readonly step: ComputedRef<number | null>;
  /** Whose scores the map shows, as an explanation asks for them; null while unknown, and of files and differences. */
  readonly scorer: ComputedRef<Scorer | null>;
  /** The same of what a difference is taken from, and of anything else. */
  readonly mainScorer: ComputedRef<Scorer | null>;
  /** Whether the weights at the step are kept, or can be redrawn. */
  readonly hasWeights: ComputedRef<boolean>;
}

const nowhere: PlaceInRun = { steps: [], step: null, isProbe: false, hasWeights: false, absence: null };

/** The bundle on screen and what is known of the run behind it; live, for the calling component's life. */
export function useAttentionSubject(source: Ref<AttentionSource | null>): AttentionSubject {
  const lab = useLab();
  const attention = useAttention();
  const status = useStatus();
  const [detailLatest, bundleLatest, documentsLatest, testsLatest] = [
    useLatest(),
    useLatest(),
    useLatest(),
    useLatest(),
  ];

  const detail = shallowRef<RunDetail | null>(null);
  const bundle = shallowRef<AttentionBundle | null>(null);
  const documents = shallowRef<SequenceDocuments | null>(null);
  const testSequences = shallowRef<TestSequences | null>(null);
  const absence = shallowRef<Absence | null>(null);
  /** Counts what may have changed in the lab: a difference's second run is read again. */
  const changes = ref(0);

  const main = computed(() => (source.value === null ? null : mainSource(source.value)));
  const runId = computed(() => (main.value === null ? null : runOf(main.value)));
  const about = computed(() => (main.value === null ? null : documentsOf(main.value)));
  const isGone = (error: unknown): boolean => error instanceof LabError && error.code === 'not-found';
  const lost = (error: unknown): void => {
    bundle.value = null;
    if (isGone(error)) absence.value = { kind: 'gone' };
    else status.fail(error);
  };

  const refresh = (): void => {
    changes.value += 1;
    const id = runId.value;
    if (id === null) return;
    void detailLatest.run(
      () => lab.api().getRun({ runId: id }),
      (run) => {
        detail.value = run;
      },
      (error) => {
        if (isGone(error)) detail.value = null;
        lost(error);
      },
    );
  };
  watch(
    () => runId.value ?? (main.value?.kind === 'dataset' ? main.value.dataset : main.value?.kind),
    () => {
      detailLatest.cancel();
      detail.value = null;
      bundle.value = null;
      documents.value = null;
      testSequences.value = null;
      absence.value = null;
      refresh();
      if (main.value?.kind === 'run') attention.foresee(main.value);
    },
    { immediate: true },
  );
  const runIds = computed(() => {
    const now = source.value;
    const parts = now === null ? [] : now.kind === 'difference' ? [now.a, now.b] : [now];
    return parts.flatMap((part) => runOf(part) ?? []);
  });
  const stops = [
    lab.on('runs-changed', (changed) => {
      if (runIds.value.some((id) => changed.runIds.includes(id))) refresh();
    }),
    lab.on('snapshot', ({ runId: id, step }) => {
      const run = detail.value;
      if (id !== run?.id || run.snapshotSteps.includes(step)) return;
      detail.value = { ...run, snapshotSteps: [...run.snapshotSteps, step].sort((a, b) => a - b) };
    }),
    lab.on('imports-changed', refresh),
    lab.onMissed(refresh),
  ];
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });

  const place = computed(() => {
    const [run, at] = [detail.value, main.value];
    return run === null || at === null || at.kind === 'file' || at.kind === 'dataset' || run.id !== at.runId
      ? nowhere
      : placeInRun(run, at);
  });
  const mainScorer = computed<Scorer | null>(() => {
    const at = main.value;
    if (at?.kind === 'measure' || at?.kind === 'dataset') return { kind: 'measure', spec: at.spec };
    const { step } = place.value;
    return at?.kind !== 'run' || step === null ? null : { kind: 'weights', step };
  });
  const scorer = computed(() => (source.value?.kind === 'difference' ? null : mainScorer.value));

  /** What the map needs, as one string: the same means that nothing has to be fetched again. */
  const wanted = computed(() => {
    const [now, at] = [source.value, main.value];
    if (now === null || at === null) return null;
    if (at.kind === 'file' || at.kind === 'dataset') return `${sourceCode(at)} ${otherPart(now)}`;
    if (detail.value?.id !== at.runId) return null;
    const { step, isProbe, absence: missing } = place.value;
    return [sourceCode(at), step, isProbe, missing?.kind, otherPart(now)].join(' ');
  });
  const otherPart = (now: AttentionSource): string =>
    now.kind === 'difference' ? `${sourceCode(now.b)} ${changes.value}` : '';
  const look = async (
    now: AttentionSource,
    run: RunDetail | undefined,
  ): Promise<AttentionBundle | Absence> => {
    const first = await attention.find(mainSource(now), run);
    if ('absence' in first) return first.absence;
    if (now.kind !== 'difference') return first.bundle;
    const second = await attention.find(now.b);
    if ('absence' in second) return second.absence;
    return differenceBundle(first.bundle, second.bundle) ?? { kind: 'unlike' };
  };
  watch(
    wanted,
    (asked) => {
      const now = source.value;
      if (asked === null || now === null) return bundleLatest.cancel();
      void bundleLatest.run(
        () => look(now, detail.value ?? undefined),
        (found) => {
          const isBundle = 'values' in found;
          bundle.value = isBundle ? found : null;
          absence.value = isBundle ? null : found;
        },
        lost,
      );
    },
    { immediate: true },
  );

  /** A run that has not read its documents has none to ask for. */
  const isWaiting = computed(
    () => runId.value !== null && (detail.value?.id !== runId.value || detail.value.shape === null),
  );
  const sequence = computed(() =>
    main.value === null || main.value.kind === 'file' ? 0 : main.value.sequence,
  );
  watch(
    () => [JSON.stringify(about.value), sequence.value, isWaiting.value] as const,
    ([, at, waits]) => {
      documents.value = null;
      documentsLatest.cancel();
      const of = about.value;
      if (of === null || waits) return;
      void documentsLatest.run(
        () => lab.api().getSequence({ ...of, sequence: at }),
        (found) => (documents.value = found),
      );
    },
    { immediate: true },
  );
  watch(
    () => [detail.value?.id, detail.value?.state] as const,
    ([id]) => {
      if (id === undefined) return;
      void testsLatest.run(
        () => lab.api().getTestSequences({ runId: id }),
        (found) => (testSequences.value = found),
      );
    },
    { immediate: true },
  );

  return {
    detail,
    bundle,
    absence,
    isLoading: bundleLatest.busy,
    about,
    documents,
    testSequences,
    steps: computed(() => place.value.steps),
    step: computed(() => place.value.step),
    scorer,
    mainScorer,
    hasWeights: computed(() => place.value.hasWeights),
  };
}
