import { computed, onScopeDispose, shallowReactive, watch, type ComputedRef, type Ref } from 'vue';
import type { AttentionBundle } from '../../shared/attention.ts';
import { withPlace, type PlainSource } from '../../shared/attentionSource.ts';
import { LabError } from '../../shared/errors.ts';
import { seedMaps } from '../../shared/seedMaps.ts';
import { sideCode, type SideItem } from '../../shared/sideItem.ts';
import { useAttention } from './attention.ts';
import { useLab } from './lab.ts';
import type { Absence } from './placeInRun.ts';
import { useStatus } from './status.ts';

/** One item with its attention, or why there is none. */
export interface LoadedItem {
  readonly item: SideItem;
  readonly code: string;
  /** Null: on its way, or not there. */
  readonly bundle: AttentionBundle | null;
  readonly absence: Absence | null;
}

type Found = { readonly bundle: AttentionBundle } | { readonly absence: Absence };

/** The attention of all items at one test sequence, in their order; for the calling component's life. */
export function useSideItems(
  items: Ref<readonly SideItem[]>,
  sequence: Ref<number>,
): ComputedRef<readonly LoadedItem[]> {
  const attention = useAttention();
  const lab = useLab();
  const status = useStatus();
  const found = shallowReactive(new Map<string, Found>());
  const keyOf = (item: SideItem): string => `${sequence.value} ${sideCode(item)}`;

  const look = async (item: SideItem): Promise<Found> => {
    const at = (source: PlainSource): Promise<Found> => {
      const there = withPlace(source, { sequence: sequence.value });
      return there.kind === 'difference' ? Promise.resolve(unlike) : attention.find(there);
    };
    if (item.kind === 'one') return at(item.source);
    const runs = await Promise.all(
      item.runIds.map((runId) => at({ kind: 'run', runId, sequence: sequence.value, step: null })),
    );
    const missing = runs.find((run) => 'absence' in run);
    if (missing !== undefined) return missing;
    const bundle = seedMaps(
      runs.flatMap((run) => ('bundle' in run ? [run.bundle] : [])),
      item.spread,
    );
    return bundle === null ? unlike : { bundle };
  };
  const load = async (item: SideItem): Promise<void> => {
    const key = keyOf(item);
    try {
      found.set(key, await look(item));
    } catch (error) {
      if (error instanceof LabError && error.code === 'not-found') found.set(key, gone);
      else status.fail(error);
    }
  };
  watch(
    () => items.value.map(keyOf).join(),
    () => {
      for (const item of items.value) if (!found.has(keyOf(item))) void load(item);
    },
    { immediate: true },
  );
  // A newest snapshot is another once more have come.
  const again = (): void => {
    found.clear();
    for (const item of items.value) void load(item);
  };
  const stops = [lab.on('runs-changed', again), lab.on('imports-changed', again), lab.onMissed(again)];
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });

  return computed(() =>
    items.value.map((item) => {
      const there = found.get(keyOf(item));
      return {
        item,
        code: sideCode(item),
        bundle: there !== undefined && 'bundle' in there ? there.bundle : null,
        absence: there !== undefined && 'absence' in there ? there.absence : null,
      };
    }),
  );
}

const unlike: Found = { absence: { kind: 'unlike' } };
const gone: Found = { absence: { kind: 'gone' } };
