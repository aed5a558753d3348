import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { AttentionBundle } from '../../shared/attention.ts';
import { orderTokens, type OrderKind, type TokenOrder } from '../../shared/order.ts';
import type { OrderReply, OrderRequest } from './orderWorker.ts';

/** Up to so many tokens similarity is worked out in less than a frame or two. */
const atOnce = 200;

export interface ShownOrder {
  /** As asked for; as long as a worker is at it, the order before, or as given. */
  readonly order: ComputedRef<TokenOrder>;
  /** Which share of the order that is asked for is worked out; null: it is shown. */
  readonly progress: Readonly<Ref<number | null>>;
}

/** The order of a bundle's tokens, by its first layer. What takes long is a worker's, and is given up when it is not asked for any more. */
export function useTokenOrder(bundle: Ref<AttentionBundle>, kind: Ref<OrderKind>): ShownOrder {
  const isLong = computed(
    () => kind.value === 'similarity' && Math.max(bundle.value.keys, bundle.value.queries) > atOnce,
  );
  const quick = computed(() => orderTokens(bundle.value, isLong.value ? 'given' : kind.value));
  /** What the worker found, and of what. */
  const found = shallowRef<{ readonly of: AttentionBundle; readonly order: TokenOrder } | null>(null);
  const progress = ref<number | null>(null);

  let worker: Worker | undefined;
  const giveUp = (): void => {
    worker?.terminate();
    worker = undefined;
    progress.value = null;
  };
  watch(
    () => (isLong.value && found.value?.of !== bundle.value ? bundle.value : null),
    (of) => {
      giveUp();
      if (of === null) return;
      progress.value = 0;
      worker = new Worker(new URL('./orderWorker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<OrderReply>) => {
        if ('done' in data) {
          progress.value = data.done;
          return;
        }
        found.value = { of, order: data.order };
        giveUp();
      };
      worker.postMessage({ basis: firstLayer(of), kind: 'similarity' } satisfies OrderRequest);
    },
    { immediate: true },
  );
  onScopeDispose(giveUp);

  return {
    order: computed(() =>
      isLong.value && found.value?.of === bundle.value ? found.value.order : quick.value,
    ),
    progress,
  };
}

/** What an order hangs on, without what a worker need not be sent. */
function firstLayer(bundle: AttentionBundle): OrderRequest['basis'] {
  const { heads, keys, queries, values, keyTokens, queryTokens } = bundle;
  const first = values.slice(0, heads * keys * queries);
  return { layers: 1, heads, keys, queries, values: first, keyTokens, queryTokens };
}
