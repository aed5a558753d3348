import { computed, shallowRef, toRef, watch, type ComputedRef, type Ref } from 'vue';
import { headValues, type AttentionBundle, type AttentionOrigin } from '../../../shared/attention.ts';
import type { TokenOrder } from '../../../shared/order.ts';
import { fitScale, type ValueScale } from '../../../shared/scales.ts';
import { lessTarget } from '../../charts/mapSums.ts';
import { meanOfHeads } from '../../charts/meanOfHeads.ts';
import { useTokenOrder } from '../../components/useTokenOrder.ts';
import { useAttentionView } from '../../stores/attentionView.ts';

export interface ShownMap {
  /** [keys, queries] as the map draws them: of a head or a mean, perhaps less the target. */
  readonly values: ComputedRef<Float32Array>;
  /** The same before the target was taken away. */
  readonly attention: ComputedRef<Float32Array>;
  /** Whether a target can be taken away. */
  readonly hasTarget: ComputedRef<boolean>;
  readonly isLessTarget: ComputedRef<boolean>;
  readonly order: ComputedRef<TokenOrder>;
  /** Which share of the order that was asked for is worked out; null: it is shown. */
  readonly ordering: Readonly<Ref<number | null>>;
  readonly scale: ComputedRef<ValueScale>;
  /** Values that the scale's end cuts off. */
  readonly clipped: ComputedRef<number>;
  /** Makes the locked scale fit what is shown. */
  readonly fit: () => void;
}

/** What the map of a bundle shows, by the one selection. */
export function useMap(bundle: Ref<AttentionBundle>): ShownMap {
  const view = useAttentionView();
  const subject = computed(() => subjectOf(bundle.value.meta.origin));
  /** The same with the layer of a file, which has an order of its own, and with which of two texts are there. */
  const ordered = computed(() => {
    const { meta, keys, queries, keyTokens, queryTokens } = bundle.value;
    const first = [keyTokens[0]?.label, queryTokens[0]?.label];
    return [subject.value, placeInFile(meta.origin), keys, queries, ...first].join(' ');
  });

  const attention = computed(() => {
    const { value } = bundle;
    if (view.mapHead === null) return meanOfHeads(value, 0, view.heads);
    return headValues(value, 0, Math.min(view.mapHead, value.heads - 1));
  });
  const difference = computed(() => (view.lessTarget ? lessTarget(bundle.value, attention.value) : null));
  const hasTarget = computed(
    () =>
      bundle.value.meta.normalisedOver !== 'none' && bundle.value.keyTokens.some(({ group }) => group >= 0),
  );
  const values = computed(() => difference.value ?? attention.value);
  const isLessTarget = computed(() => difference.value !== null);

  // By similarity the order hangs on the values: it is found once for a sequence, so that nothing moves by itself.
  const basis = shallowRef(bundle.value);
  watch([ordered, () => view.order], () => (basis.value = bundle.value), { flush: 'sync' });
  const { order, progress: ordering } = useTokenOrder(
    basis,
    toRef(() => view.order),
  );

  const isSigned = computed(() => isLessTarget.value || bundle.value.meta.range === 'signed');
  const fit = (): void => {
    view.lockedMax = fitScale([bundle.value.values], 'linear', { signed: isSigned.value }).max;
  };
  watch(
    subject,
    (now) => {
      if (view.lockedSubject === now) return;
      view.lockedSubject = now;
      fit();
    },
    { immediate: true },
  );
  const scale = computed<ValueScale>(() => {
    const own = fitScale([values.value], view.scaleKind, { signed: isSigned.value, locked: view.isLocked });
    return view.isLocked && view.lockedMax !== null ? { ...own, max: view.lockedMax } : own;
  });
  const clipped = computed(() => {
    const { max } = scale.value;
    let count = 0;
    // A float32 of the scale's own end may lie a hair above it.
    for (const value of values.value) if (Math.abs(value) > max * (1 + 1e-6)) count += 1;
    return count;
  });

  return { values, attention, hasTarget, isLessTarget, order, ordering, scale, clipped, fit };
}

/** What a bundle is of, whatever the step: as long as this stays, order and scale stay. */
function subjectOf(origin: AttentionOrigin): string {
  switch (origin.kind) {
    case 'run':
      return `${origin.runId} ${origin.sequence}`;
    case 'measure':
      return `${origin.measure} ${origin.sequence}`;
    case 'difference':
      return `${subjectOf(origin.a)} less ${subjectOf(origin.b)}`;
    case 'file':
      return `${origin.importId ?? origin.name} ${origin.example ?? 0}`;
  }
}

function placeInFile(origin: AttentionOrigin): string {
  if (origin.kind === 'difference') return placeInFile(origin.a);
  return origin.kind === 'file' ? `${origin.firstLayer ?? 0} ${origin.firstHead ?? 0}` : '';
}
