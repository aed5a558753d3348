import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { AttentionBundle, AttentionOrigin, AttentionToken } from '../../../shared/attention.ts';
import type { DatasetDocument } from '../../../shared/datasets.ts';
import { LabError } from '../../../shared/errors.ts';
import type { CellExplanation, Scorer, SequenceDocuments, TestDocuments } from '../../../shared/explain.ts';
import {
  attentionOfScores,
  explanationLess,
  noneStruck,
  pairsOfCell,
  scoresWithout,
  strike,
  termShares,
  type CellPairs,
  type TermPairs,
} from '../../charts/explanation.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import { useExplanations } from '../../stores/explanations.ts';
import { useLatest } from '../../stores/latest.ts';
import { useStatus } from '../../stores/status.ts';
import type { Subtracted } from '../../stores/subtracted.ts';
import { t } from '../../i18n/index.ts';
import { said } from '../../i18n/said.ts';

/** What an explanation hangs on. */
export interface WhySubject {
  /** Null: of a file, which has no documents to explain by. */
  readonly about: Ref<TestDocuments | null>;
  readonly bundle: Ref<AttentionBundle>;
  readonly documents: Ref<SequenceDocuments | null>;
  /** Of what a difference is taken from, and of anything else. */
  readonly scorer: Ref<Scorer | null>;
  readonly hasWeights: Ref<boolean>;
  /** What a difference takes away; null of anything else and until it is known. */
  readonly less: Ref<Subtracted | null>;
}

/** Why there is nothing to explain; `ready`: there is. */
export type WhyState = 'no-cell' | 'no-weights' | 'no-reasons' | 'is-file' | 'ready';

export interface Why {
  readonly state: ComputedRef<WhyState>;
  readonly isLoading: Ref<boolean>;
  readonly problem: Readonly<Ref<string | null>>;
  /** As it stands, or as it changed since initialisation. */
  readonly isChange: Readonly<Ref<boolean>>;
  readonly setChange: (isChange: boolean) => void;
  /** The scores of two sources are set against each other: there is nothing to swap or to warm. */
  readonly isDifference: ComputedRef<boolean>;
  /** The weights that are missing are those of what a difference takes away. */
  readonly lacksLess: ComputedRef<boolean>;
  /** Whether there were other weights before training. */
  readonly canChange: ComputedRef<boolean>;
  /** The head whose score is explained. */
  readonly head: ComputedRef<number>;
  /** Of that head's score, the struck terms left out; null until known. */
  readonly terms: ComputedRef<TermPairs | null>;
  readonly shares: ComputedRef<{
    readonly key: ReadonlyMap<string, number>;
    readonly query: ReadonlyMap<string, number>;
  } | null>;
  readonly struck: { readonly key: Ref<ReadonlySet<string>>; readonly query: Ref<ReadonlySet<string>> };
  readonly toggleStruck: (side: 'key' | 'query', term: string) => void;
  readonly temperature: Readonly<Ref<number>>;
  readonly setTemperature: (temperature: number) => void;
  readonly canWarm: ComputedRef<boolean>;
  /** Documents that stand in for those of the sequence, by place. */
  readonly swaps: Ref<ReadonlyMap<number, DatasetDocument>>;
  readonly swap: (place: number, document: DatasetDocument) => void;
  readonly reset: () => void;
  /** The bundle as it would be; null if nothing was changed. */
  readonly whatIf: ComputedRef<AttentionBundle | null>;
  /** Rows of the test split, swaps included. */
  readonly rows: ComputedRef<readonly number[]>;
}

/** Explains the pinned cell and what would be if its documents, or the temperature, were others. */
export function useWhy({ about, bundle, documents, scorer, hasWeights, less }: WhySubject): Why {
  const view = useAttentionView();
  const explanations = useExplanations();
  const status = useStatus();
  const [latest, latestBefore, latestLess] = [useLatest(), useLatest(), useLatest()];

  const isChange = ref(false);
  const temperature = ref(1);
  const struckKey = shallowRef<ReadonlySet<string>>(new Set());
  const struckQuery = shallowRef<ReadonlySet<string>>(new Set());
  const swaps = shallowRef<ReadonlyMap<number, DatasetDocument>>(new Map());
  const explanation = shallowRef<CellExplanation | null>(null);
  const before = shallowRef<CellExplanation | null>(null);
  const taken = shallowRef<CellExplanation | null>(null);
  const problem = ref<string | null>(null);

  const isDifference = computed(() => bundle.value.meta.origin.kind === 'difference');
  const isMeasure = computed(() => scorer.value?.kind === 'measure');
  const canChange = computed(
    () => !isDifference.value && scorer.value?.kind === 'weights' && scorer.value.step > 0,
  );
  const scorers = computed(() => [scorer.value, ...(less.value === null ? [] : [less.value.scorer])]);
  const lacksMain = computed(() => scorer.value?.kind === 'weights' && !hasWeights.value);
  const lacksLess = computed(
    () => !lacksMain.value && isDifference.value && less.value !== null && !less.value.hasWeights,
  );
  const state = computed<WhyState>(() => {
    if (hasFile(bundle.value.meta.origin)) return 'is-file';
    if (scorer.value === null) return 'no-cell';
    if (scorers.value.some((by) => by?.kind === 'measure' && by.spec.kind === 'uniform')) return 'no-reasons';
    if (lacksMain.value || lacksLess.value) return 'no-weights';
    return view.pinned === null ? 'no-cell' : 'ready';
  });
  const rows = computed(() =>
    Array.from(documents.value?.rows ?? [], (row, place) => swaps.value.get(place)?.position ?? row),
  );

  /** A question, or null; a new one only where its answer would be another. */
  const question = (of: TestDocuments, by: Scorer, at: readonly number[]): string | null => {
    const { pinned } = view;
    if (state.value !== 'ready' || pinned === null || at.length === 0) return null;
    const isPlainSum = by.kind === 'weights';
    return JSON.stringify({
      ...of,
      by,
      rows: at,
      key: pinned.key,
      query: pinned.query,
      withoutKeyTerms: isPlainSum ? [] : [...struckKey.value],
      withoutQueryTerms: isPlainSum ? [] : [...struckQuery.value],
    });
  };
  const asked = computed(() =>
    about.value === null || scorer.value === null ? null : question(about.value, scorer.value, rows.value),
  );
  const askedLess = computed(() =>
    !isDifference.value || less.value === null
      ? null
      : question(less.value.about, less.value.scorer, Array.from(less.value.rows)),
  );
  const fail = (error: unknown): void => {
    if (error instanceof LabError) problem.value = error.sentence;
    else status.fail(error);
  };
  const ask = (of: string, by: Scorer): Promise<CellExplanation> =>
    explanations.cell({ ...(JSON.parse(of) as Parameters<typeof explanations.cell>[0]), by });
  watch(
    asked,
    (wanted) => {
      problem.value = null;
      if (wanted === null || scorer.value === null) {
        latest.cancel();
        explanation.value = null;
        return;
      }
      const by = scorer.value;
      void latest.run(
        () => ask(wanted, by),
        (found) => (explanation.value = found),
        fail,
      );
    },
    { immediate: true },
  );
  watch(
    [asked, () => isChange.value && canChange.value],
    ([of, isWanted]) => {
      before.value = null;
      if (of === null || !isWanted) return;
      void latestBefore.run(
        () => ask(of, { kind: 'weights', step: 0 }),
        (found) => (before.value = found),
        fail,
      );
    },
    { immediate: true },
  );

  watch(
    askedLess,
    (wanted) => {
      taken.value = null;
      const by = less.value?.scorer;
      if (wanted === null || by === undefined) return latestLess.cancel();
      void latestLess.run(
        () => ask(wanted, by),
        (found) => (taken.value = found),
        fail,
      );
    },
    { immediate: true },
  );

  // Terms are struck out of the two documents at hand; others have others.
  watch(
    () => [view.pinned?.key, view.pinned?.query],
    () => clearStruck(),
  );
  watch([() => JSON.stringify(about.value), () => documents.value?.sequence], () => reset());
  const clearStruck = (): void => {
    if (struckKey.value.size > 0) struckKey.value = new Set();
    if (struckQuery.value.size > 0) struckQuery.value = new Set();
  };
  function reset(): void {
    clearStruck();
    temperature.value = 1;
    swaps.value = new Map();
  }

  /** Explanations that answer the present question: a late one of another cell is none. */
  const current = computed(() => {
    const found = explanation.value;
    return found !== null && found.key === view.pinned?.key && found.query === view.pinned?.query
      ? found
      : null;
  });
  const isOf = (one: CellExplanation, other: CellExplanation): boolean =>
    one.key === other.key && one.query === other.query;
  const shown = computed<CellPairs | null>(() => {
    const after = current.value;
    const first = isDifference.value ? taken.value : before.value;
    if (!isDifference.value && !(isChange.value && canChange.value)) return after;
    return after === null || first === null || !isOf(after, first) ? null : explanationLess(after, first);
  });
  /** Scores that are a sum and those whose exponent is one have no pairs in common. */
  const otherUnits = computed(
    () =>
      isDifference.value &&
      current.value !== null &&
      taken.value !== null &&
      current.value.link !== taken.value.link,
  );
  const struckIn = (of: CellPairs): ReturnType<typeof strike> =>
    // A measure is asked without the struck terms, and so has none of them.
    isMeasure.value && !isDifference.value
      ? noneStruck
      : strike(of, { key: struckKey.value, query: struckQuery.value });

  const head = computed(() => {
    if (view.mapHead !== null) return Math.min(view.mapHead, bundle.value.heads - 1);
    const { pinned } = view;
    if (pinned === null) return 0;
    const { keys, queries, heads, values } = bundle.value;
    const at = (h: number): number => values[(h * keys + pinned.key) * queries + pinned.query] ?? 0;
    return Array.from({ length: heads }, (_, h) => h).reduce((best, h) => (at(h) > at(best) ? h : best), 0);
  });
  const terms = computed(() =>
    shown.value === null
      ? null
      : pairsOfCell(shown.value, Math.min(head.value, shown.value.heads - 1), struckIn(shown.value)),
  );
  const shares = computed(() =>
    terms.value === null
      ? null
      : { key: termShares(terms.value, 'key'), query: termShares(terms.value, 'query') },
  );

  const canWarm = computed(() => bundle.value.meta.normalisedOver !== 'none');
  const isOther = computed(
    () =>
      struckKey.value.size > 0 ||
      struckQuery.value.size > 0 ||
      swaps.value.size > 0 ||
      (canWarm.value && temperature.value !== 1),
  );
  const whatIf = computed<AttentionBundle | null>(() => {
    const found = current.value;
    if (found === null || isDifference.value || !isOther.value) return null;
    const n = found.rows.length;
    const tokens = (list: readonly AttentionToken[]): AttentionToken[] =>
      list.map((token, place) => swappedToken(token, swaps.value.get(place)));
    return {
      ...bundle.value,
      heads: found.heads,
      values: attentionOfScores(scoresWithout(found, struckIn(found)), {
        heads: found.heads,
        n,
        softmaxOver: bundle.value.meta.normalisedOver,
        temperature: temperature.value,
        link: found.link,
      }),
      keyTokens: tokens(bundle.value.keyTokens),
      queryTokens: tokens(bundle.value.queryTokens),
    };
  });

  return {
    state,
    isLoading: latest.busy,
    problem: computed(() =>
      otherUnits.value ? t('attention.why.otherUnits') : said(problem.value ?? '').text || null,
    ),
    isDifference,
    lacksLess,
    isChange,
    setChange: (now) => void (isChange.value = now),
    canChange,
    head,
    terms,
    shares,
    struck: { key: struckKey, query: struckQuery },
    toggleStruck: (side, term) => {
      const struck = side === 'key' ? struckKey : struckQuery;
      const next = new Set(struck.value);
      if (!next.delete(term)) next.add(term);
      struck.value = next;
    },
    temperature,
    setTemperature: (now) => void (temperature.value = now),
    canWarm,
    swaps,
    swap: (place, document) => {
      clearStruck();
      swaps.value = new Map(swaps.value).set(place, document);
    },
    reset,
    whatIf,
    rows,
  };
}

/** A file has no words to explain by, nor has a difference that one is part of. */
const hasFile = (origin: AttentionOrigin): boolean =>
  origin.kind === 'difference' ? hasFile(origin.a) || hasFile(origin.b) : origin.kind === 'file';

/** A document that stands in for another keeps its own name, so that it is plain which one it is. */
function swappedToken(token: AttentionToken, document: DatasetDocument | undefined): AttentionToken {
  if (document === undefined) return token;
  const { name, label, title, hash } = document;
  return { label: name, group: label, title, documentHash: hash };
}
