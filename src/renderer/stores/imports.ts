import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ApiInput } from '../../shared/api.ts';
import type { AttentionBundle } from '../../shared/attention.ts';
import type { ImportSummary } from '../../shared/imports.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** Bytes of attention kept in the window: a few layers of a large model, all of a small one. */
const keptBytes = 192 * 2 ** 20;
/** A layer up to this size comes whole; of a larger one, a head at a time. */
const layerBytes = 64 * 2 ** 20;

/** What of an imported file is looked at. */
export interface ImportedPart {
  readonly importId: string;
  readonly example: number;
  readonly layer: number;
  /** The head that is wanted first; the others of its layer come with it where that is not too much. */
  readonly head: number;
}

/** Attention from other programs' files: the list, and the numbers as they are asked for. */
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

  const bundles = new Map<string, { readonly bundle: Promise<AttentionBundle>; bytes: number }>();

  /**
   * One layer of an example, or one head of it if the layer is too large (`meta.origin.firstHead` says which). Asked
   * for once; a failure is not kept.
   */
  const load = ({ importId, example, layer, head }: ImportedPart): Promise<AttentionBundle> => {
    const one = byId.value.get(importId)?.examples[example];
    const isWhole = one === undefined || one.heads * one.keys * one.queries * 4 <= layerBytes;
    const key = [importId, example, layer, isWhole ? 'all' : head].join(' ');
    const known = bundles.get(key);
    if (known !== undefined) {
      // Back to the end: the map is in the order of last use.
      bundles.delete(key);
      bundles.set(key, known);
      return known.bundle;
    }
    const asked = lab.api().getImportedAttention({ importId, example, layer, head: isWhole ? null : head });
    const entry = { bundle: asked, bytes: 0 };
    bundles.set(key, entry);
    asked.then(
      ({ values }) => {
        entry.bytes = values.byteLength;
        forgetOldest();
      },
      () => bundles.delete(key),
    );
    return asked;
  };

  const forgetOldest = (): void => {
    let bytes = [...bundles.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [key, entry] of bundles) {
      if (bytes <= keptBytes || bundles.size === 1) return;
      bundles.delete(key);
      bytes -= entry.bytes;
    }
  };

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

  return { all, byId, loaded, removed, refresh, load, start, openSample, rename, remove, undoRemove };
});
