import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ApiInput } from '../../shared/api.ts';
import type { ImportSummary } from '../../shared/imports.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** Attention from other programs' files: the list of what is kept. */
export const useImports = defineStore('imports', () => {
  const lab = useLab();
  const status = useStatus();
  const latest = useLatest();
  /** Newest first. */
  const all = shallowRef<readonly ImportSummary[]>([]);
  const loaded = ref(false);
  const byId = computed(() => new Map(all.value.map((kept) => [kept.id, kept])));
  /** What Undo brings back. */
  const removed = shallowRef<ImportSummary | null>(null);

  const refresh = (): Promise<void> =>
    latest.run(
      () => lab.api().listImports({}),
      (imports) => {
        all.value = imports;
        loaded.value = true;
      },
    );
  lab.on('imports-changed', () => void refresh());
  lab.onMissed(() => void refresh());
  void refresh();

  /** What is known of an import, asked for if it is not on the list as it is here; undefined if there is none. */
  const find = async (importId: string): Promise<ImportSummary | undefined> =>
    byId.value.get(importId) ?? (await lab.api().listImports({})).find(({ id }) => id === importId);

  /** The sample that comes with the app. Its id, or undefined if it could not be kept (and said so). */
  const openSample = async (): Promise<string | undefined> => {
    let id: string | undefined;
    await status.attempt(async () => {
      ({ id } = await lab.api().importSample({}));
      await refresh();
    });
    return id;
  };

  /** Reads a file as a job. Its id, or undefined if it was refused (and said so). */
  const start = async (input: ApiInput<'startImportAttention'>): Promise<string | undefined> => {
    let jobId: string | undefined;
    await status.attempt(async () => {
      ({ jobId } = await lab.api().startImportAttention(input));
    });
    return jobId;
  };

  const rename = (importId: string, name: string): Promise<boolean> =>
    status.attempt(async () => {
      await lab.api().renameImport({ importId, name });
      await refresh();
    });

  const remove = (kept: ImportSummary): Promise<boolean> =>
    status.attempt(async () => {
      await lab.api().removeImport({ importId: kept.id });
      removed.value = kept;
      await refresh();
    });

  const undoRemove = async (): Promise<void> => {
    const { value } = removed;
    if (value === null) return;
    await status.attempt(async () => {
      await lab.api().restoreImport({ importId: value.id });
      removed.value = null;
      await refresh();
    });
  };

  return { all, byId, loaded, removed, refresh, find, start, openSample, rename, remove, undoRemove };
});
