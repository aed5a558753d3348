import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { LabError } from '../../shared/errors.ts';
import type { FoundExample, ImportPreview, RowKind } from '../../shared/imports.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** What a file holds, looked at one head at a time before anything is kept. */
export interface ImportLook {
  readonly found: Readonly<Ref<ImportPreview | null>>;
  readonly error: Readonly<Ref<LabError | null>>;
  readonly looking: Readonly<Ref<boolean>>;
  /** Null: as found in the file. */
  readonly rows: Ref<RowKind | null>;
  readonly example: Ref<number>;
  readonly layer: Ref<number>;
  readonly head: Ref<number>;
  readonly shown: ComputedRef<FoundExample | null>;
  /** What the rows of the example are; null: to be chosen. */
  readonly rowKind: ComputedRef<RowKind | null>;
}

/** Follows `path`; an empty one is not looked at. The newest question counts, and the last picture stays until then. */
export function useImportLook(path: Ref<string>): ImportLook {
  const lab = useLab();
  const status = useStatus();
  const latest = useLatest();
  const found = shallowRef<ImportPreview | null>(null);
  const error = shallowRef<LabError | null>(null);
  const rows = ref<RowKind | null>(null);
  const example = ref(0);
  const layer = ref(0);
  const head = ref(0);
  const shown = computed(() => found.value?.examples[example.value] ?? null);
  const rowKind = computed(() => shown.value?.rowKind ?? null);

  watch(
    path,
    () => {
      found.value = null;
      error.value = null;
      rows.value = null;
      example.value = layer.value = head.value = 0;
    },
    { flush: 'sync' },
  );
  watch(
    example,
    () => {
      layer.value = head.value = 0;
    },
    { flush: 'sync' },
  );
  watch(
    [path, rows, example, layer, head],
    () => {
      latest.cancel();
      if (path.value === '') return;
      const asked = {
        path: path.value,
        rows: rows.value,
        example: example.value,
        layer: layer.value,
        head: head.value,
      };
      void latest.run(
        () => lab.api().inspectImport(asked),
        (preview) => {
          found.value = preview;
          error.value = null;
        },
        (failure) => {
          if (failure instanceof LabError) {
            found.value = null;
            error.value = failure;
          } else status.fail(failure);
        },
      );
    },
    { immediate: true },
  );
  return { found, error, looking: latest.busy, rows, example, layer, head, shown, rowKind };
}
