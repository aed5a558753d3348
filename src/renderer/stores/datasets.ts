import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { DatasetSummary } from '../../shared/datasets.ts';
import type { VocabularyTable } from '../../shared/vocabulary.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useRuns } from './runs.ts';
import { useStatus } from './status.ts';

/** Tables of a hundred thousand terms: a few at a time. */
const keptTables = 3;

/** Every dataset that was read, and the words of those looked at. */
export const useDatasets = defineStore('datasets', () => {
  const lab = useLab();
  const status = useStatus();
  const runs = useRuns();
  const latest = useLatest();
  /** Newest first. */
  const all = shallowRef<readonly DatasetSummary[]>([]);
  const loaded = ref(false);
  const byHash = computed(() => new Map(all.value.map((dataset) => [dataset.hash, dataset])));
  /** The one removed last in this window, for Undo. */
  const removed = shallowRef<DatasetSummary | null>(null);
  const tables = shallowRef<ReadonlyMap<string, VocabularyTable>>(new Map());

  const refresh = (): Promise<void> =>
    latest.run(
      () => lab.api().listDatasets({}),
      (datasets) => {
        all.value = datasets;
        loaded.value = true;
      },
    );
  lab.on('datasets-changed', () => void refresh());
  lab.onMissed(() => void refresh());
  void refresh();

  // A run keeps the dataset it reads without saying so.
  watch(
    () => runs.all.some(({ datasetHash }) => datasetHash !== null && !byHash.value.has(datasetHash)),
    (hasNew) => {
      if (hasNew && loaded.value) void refresh();
    },
  );

  const keepTable = (table: VocabularyTable): void => {
    const others = [...tables.value].filter(([hash]) => hash !== table.dataset);
    tables.value = new Map([...others.slice(1 - keptTables), [table.dataset, table]]);
  };

  /** True if it went; what keeps it is said. */
  const remove = (dataset: string): Promise<boolean> =>
    status.attempt(async () => {
      const summary = byHash.value.get(dataset);
      await lab.api().removeDataset({ dataset });
      removed.value = summary ?? null;
      await refresh();
    });

  /** Brings back the one removed last; its hash, or undefined if it is gone for good (and that was said). */
  const undoRemove = async (): Promise<string | undefined> => {
    const hash = removed.value?.hash;
    if (hash === undefined) return undefined;
    removed.value = null;
    const done = await status.attempt(async () => {
      await lab.api().restoreDataset({ dataset: hash });
      await refresh();
    });
    return done ? hash : undefined;
  };

  return { all, byHash, loaded, tables, removed, refresh, keepTable, remove, undoRemove };
});
