import { computed, shallowReactive, watch, type ComputedRef } from 'vue';
import type { AttentionBundle } from '../../shared/attention.ts';
import { sourceCode, type PlainSource } from '../../shared/attentionSource.ts';
import type { RunDetail } from '../../shared/run.ts';
import { useAttention } from './attention.ts';
import { gathered } from './gathered.ts';
import { useStatus } from './status.ts';

export interface WantedBundle {
  readonly source: PlainSource;
  /** What is known of its run; asked for if it is not given. */
  readonly run?: RunDetail;
}

/** Attention of many sources, in their order; null where it is on its way or where there is none. */
export function useBundles(
  wanted: ComputedRef<readonly WantedBundle[]>,
): ComputedRef<readonly (AttentionBundle | null)[]> {
  const attention = useAttention();
  const status = useStatus();
  const found = shallowReactive(new Map<string, AttentionBundle | null>());

  const arrived = gathered<readonly [code: string, bundle: AttentionBundle]>((all) => {
    for (const [code, bundle] of all) if (found.has(code)) found.set(code, bundle);
  });
  let loading = 0;
  const load = async ({ source, run }: WantedBundle, code: string): Promise<void> => {
    // Null: on its way.
    found.set(code, null);
    loading += 1;
    try {
      const answer = await attention.find(source, run);
      if ('bundle' in answer) arrived.add([code, answer.bundle]);
    } catch (error) {
      found.delete(code);
      status.fail(error);
    } finally {
      loading -= 1;
      if (loading === 0) arrived.end();
    }
  };
  watch(
    wanted,
    (all) => {
      const codes = new Set(all.map(({ source }) => sourceCode(source)));
      for (const code of found.keys()) if (!codes.has(code)) found.delete(code);
      for (const one of all) {
        const code = sourceCode(one.source);
        if (!found.has(code)) void load(one, code);
      }
    },
    { immediate: true },
  );
  return computed(() => wanted.value.map(({ source }) => found.get(sourceCode(source)) ?? null));
}
