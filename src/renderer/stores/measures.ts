import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { rankedMeasures, type MeasureAgreement } from '../../shared/agreement.ts';
import type { AttentionBundle } from '../../shared/attention.ts';
import { LabError } from '../../shared/errors.ts';
import type { TestDocuments } from '../../shared/explain.ts';
import { useAttention } from './attention.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';
import { useWholeTest } from './wholeTest.ts';

/** The eight measures on one sequence, and how alike they order over all of them. */
export interface MeasuresOf {
  /** Scores, in the order of `rankedMeasures`; null until they have all arrived. */
  readonly scores: Readonly<Ref<readonly AttentionBundle[] | null>>;
  /** The same after softmax over keys. */
  readonly softmax: Readonly<Ref<readonly AttentionBundle[] | null>>;
  readonly agreement: Readonly<Ref<MeasureAgreement | null>>;
  /** What kept them from being computed, as a sentence. */
  readonly problem: ComputedRef<string | null>;
}

/** For the calling component's life; nothing where `about` is null. */
export function useMeasures(about: Ref<TestDocuments | null>, sequence: Ref<number>): MeasuresOf {
  const attention = useAttention();
  const wholeTest = useWholeTest();
  const status = useStatus();
  const [scoresLatest, softmaxLatest, agreementLatest] = [useLatest(), useLatest(), useLatest()];
  const scores = shallowRef<readonly AttentionBundle[] | null>(null);
  const softmax = shallowRef<readonly AttentionBundle[] | null>(null);
  const agreement = shallowRef<MeasureAgreement | null>(null);
  const [mapsProblem, agreementProblem] = [shallowRef<string | null>(null), shallowRef<string | null>(null)];

  const failTo = (place: Ref<string | null>) => (error: unknown) => {
    if (error instanceof LabError) place.value = error.sentence;
    else status.fail(error);
  };
  const all = (of: TestDocuments, isSoftmax: boolean): Promise<AttentionBundle[]> =>
    Promise.all(
      rankedMeasures.map((spec) => attention.measured(of, { ...spec, softmax: isSoftmax }, sequence.value)),
    );

  watch(
    () => [JSON.stringify(about.value), sequence.value] as const,
    () => {
      const of = about.value;
      mapsProblem.value = null;
      if (of === null) {
        scoresLatest.cancel();
        softmaxLatest.cancel();
        scores.value = softmax.value = null;
        return;
      }
      void scoresLatest.run(
        () => all(of, false),
        (found) => (scores.value = found),
        failTo(mapsProblem),
      );
      void softmaxLatest.run(
        () => all(of, true),
        (found) => (softmax.value = found),
        failTo(mapsProblem),
      );
    },
    { immediate: true },
  );
  watch(
    () => JSON.stringify(about.value),
    () => {
      const of = about.value;
      agreement.value = null;
      agreementProblem.value = null;
      if (of === null) return agreementLatest.cancel();
      void agreementLatest.run(
        () => wholeTest.agreement(of),
        (found) => (agreement.value = found),
        failTo(agreementProblem),
      );
    },
    { immediate: true },
  );

  return { scores, softmax, agreement, problem: computed(() => mapsProblem.value ?? agreementProblem.value) };
}
