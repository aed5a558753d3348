import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { documentsOf, runOf, type AttentionSource } from '../../shared/attentionSource.ts';
import type { Scorer, SequenceDocuments, TestDocuments } from '../../shared/explain.ts';
import type { RunDetail } from '../../shared/run.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { placeInRun } from './placeInRun.ts';

/** What a difference takes away, as far as its scores can be explained. */
export interface Subtracted {
  readonly about: TestDocuments;
  /** Its run, if it has one. */
  readonly detail: RunDetail | null;
  readonly scorer: Scorer;
  /** Whether the weights of its step are kept, or can be redrawn. */
  readonly hasWeights: boolean;
  /** Rows of the test split behind its documents. */
  readonly rows: Int32Array;
}

/** The second part of a difference; null of anything else, of a file, and until it is known. */
export function useSubtracted(source: Ref<AttentionSource | null>): ComputedRef<Subtracted | null> {
  const lab = useLab();
  const [detailLatest, documentsLatest] = [useLatest(), useLatest()];
  const detail = shallowRef<RunDetail | null>(null);
  const documents = shallowRef<SequenceDocuments | null>(null);

  const part = computed(() => (source.value?.kind === 'difference' ? source.value.b : null));
  const runId = computed(() => (part.value === null ? null : runOf(part.value)));
  const about = computed(() => (part.value === null ? null : documentsOf(part.value)));
  const read = (): void => {
    const id = runId.value;
    if (id === null) return detailLatest.cancel();
    void detailLatest.run(
      () => lab.api().getRun({ runId: id }),
      (run) => (detail.value = run),
    );
  };
  watch(
    runId,
    () => {
      detail.value = null;
      read();
    },
    { immediate: true },
  );
  const stops = [
    lab.on('runs-changed', ({ runIds }) => {
      if (runId.value !== null && runIds.includes(runId.value)) read();
    }),
    lab.onMissed(read),
  ];
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });

  watch(
    () =>
      JSON.stringify([
        about.value,
        part.value === null || part.value.kind === 'file' ? 0 : part.value.sequence,
      ]),
    () => {
      documents.value = null;
      const [at, of] = [part.value, about.value];
      if (at === null || of === null || at.kind === 'file') return documentsLatest.cancel();
      void documentsLatest.run(
        () => lab.api().getSequence({ ...of, sequence: at.sequence }),
        (found) => (documents.value = found),
      );
    },
    { immediate: true },
  );

  return computed(() => {
    const [at, of, found] = [part.value, about.value, documents.value];
    if (at === null || of === null || found === null || at.kind === 'file') return null;
    const { rows } = found;
    if (at.kind !== 'run') {
      const scorer = { kind: 'measure', spec: at.spec } as const;
      return { about: of, detail: detail.value, scorer, hasWeights: true, rows };
    }
    if (detail.value?.id !== at.runId) return null;
    const { step, hasWeights } = placeInRun(detail.value, at);
    if (step === null) return null;
    return { about: of, detail: detail.value, scorer: { kind: 'weights', step }, hasWeights, rows };
  });
}
