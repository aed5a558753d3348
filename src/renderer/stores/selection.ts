import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { RunId } from '../../shared/ids.ts';
import type { RunSummary } from '../../shared/run.ts';
import { useRuns } from './runs.ts';

/** The runs that are selected, in the order a person selected them; the same on every page. */
export const useSelection = defineStore('selection', () => {
  const runs = useRuns();
  const ids = ref<ReadonlySet<RunId>>(new Set());
  /** Those that still exist. */
  const selected = computed(() =>
    [...ids.value].map((id) => runs.byId.get(id)).filter((run): run is RunSummary => run !== undefined),
  );

  const set = (wanted: Iterable<RunId>): void => {
    ids.value = new Set(wanted);
  };
  const toggle = (id: RunId): void => {
    const next = new Set(ids.value);
    if (!next.delete(id)) next.add(id);
    ids.value = next;
  };
  const clear = (): void => set([]);

  return { ids, selected, set, toggle, clear };
});
