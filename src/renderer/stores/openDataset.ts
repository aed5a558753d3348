import { computed, onScopeDispose, reactive, ref, shallowRef, watch, type Ref } from 'vue';
import type { DatasetDetail, DatasetDocument, DocumentWords } from '../../shared/datasets.ts';
import { LabError } from '../../shared/errors.ts';
import type { VocabularyTable } from '../../shared/vocabulary.ts';
import { useDatasets } from './datasets.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** Documents asked for at once. */
const pageSize = 100;
/** Typing in the search asks this many ms after the last key. */
const askAfter = 200;

/** Which documents are listed. */
export interface DocumentFilter {
  search: string;
  split: 'all' | 'train' | 'test';
  /** Index of a class, −1 for all. */
  label: number;
}

export interface ReadDocument {
  readonly place: DatasetDocument;
  readonly text: string;
  readonly words: DocumentWords;
}

// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- its parts say what they are
export function useOpenDataset(hash: Ref<string | null>) {
  const lab = useLab();
  const datasets = useDatasets();
  const status = useStatus();
  const latestDetail = useLatest();
  const latestPage = useLatest();
  const latestTable = useLatest();
  const latestDocument = useLatest();

  const detail = shallowRef<DatasetDetail | null>(null);
  const gone = ref(false);
  const filter = reactive<DocumentFilter>({ search: '', split: 'all', label: -1 });
  /** What the documents below were asked for; null before the first answer. */
  const total = ref<number | null>(null);
  const pages = shallowRef<ReadonlyMap<number, readonly DatasetDocument[]>>(new Map());
  /** Places in the list as it stands. */
  const selected = ref<number | null>(null);
  const document = shallowRef<ReadDocument | null>(null);
  const tableError = shallowRef<LabError | null>(null);
  const table = computed<VocabularyTable | null>(() => datasets.tables.get(hash.value ?? '') ?? null);

  const loadDetail = (): void => {
    const dataset = hash.value;
    if (dataset === null) return;
    void latestDetail.run(
      () => lab.api().getDataset({ dataset }),
      (found) => {
        detail.value = found;
        gone.value = false;
      },
      (error) => {
        if (error instanceof LabError && error.code === 'not-found') gone.value = true;
        else status.fail(error);
      },
    );
  };

  /** The document at a place of the list; undefined while its page is on its way. */
  const at = (index: number): DatasetDocument | undefined =>
    pages.value.get(Math.floor(index / pageSize))?.[index % pageSize];

  const asked = new Set<number>();
  /** Bumped by every other question, so that answers to the last one are dropped. */
  let question = 0;
  const fetchPage = (page: number): Promise<void> => {
    const dataset = hash.value;
    if (dataset === null) return Promise.resolve();
    asked.add(page);
    const mine = question;
    const { search, split, label } = filter;
    return latestPage.run(
      async () => {
        const found = await lab.api().listDocuments({
          dataset,
          search: search.trim(),
          split: split === 'all' ? null : split,
          label: label < 0 ? null : label,
          offset: page * pageSize,
          limit: pageSize,
        });
        if (mine !== question) return;
        pages.value = new Map(pages.value).set(page, found.documents);
        total.value = found.total;
      },
      () => undefined,
      (error) => {
        asked.delete(page);
        status.fail(error);
      },
    );
  };

  /** Asks for the pages that places `from` to `to` need and that were not asked for yet. */
  const need = (from: number, to: number): void => {
    for (let page = Math.floor(from / pageSize); page <= Math.floor(to / pageSize); page += 1) {
      if (!asked.has(page)) void fetchPage(page);
    }
  };

  /** What is shown stays until the first page of the answer is there. */
  const ask = async (): Promise<void> => {
    question += 1;
    asked.clear();
    selected.value = null;
    const mine = question;
    const dataset = hash.value;
    if (dataset === null) return;
    pages.value = new Map();
    await fetchPage(0);
    if (mine === question && total.value !== null && total.value > 0 && selected.value === null) {
      selected.value = 0;
    }
  };

  const current = computed(() => (selected.value === null ? null : (at(selected.value) ?? null)));
  watch(current, (place) => {
    if (place === null) {
      latestDocument.cancel();
      document.value = null;
      return;
    }
    void latestDocument.run(
      async () => {
        const [texts, words] = await Promise.all([
          lab.api().getDocuments({ hashes: [place.hash] }),
          lab.api().getDocumentWords({ hash: place.hash }),
        ]);
        return { place, text: texts[0]?.text ?? '', words };
      },
      (read) => {
        document.value = read;
      },
    );
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => filter.search,
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), askAfter);
    },
  );
  watch([() => filter.split, () => filter.label], () => void ask());
  onScopeDispose(() => clearTimeout(timer));

  watch(
    hash,
    () => {
      clearTimeout(timer);
      detail.value = null;
      gone.value = false;
      total.value = null;
      tableError.value = null;
      latestTable.cancel();
      Object.assign(filter, { search: '', split: 'all', label: -1 });
      loadDetail();
      void ask();
    },
    { immediate: true },
  );
  // Read again, or trained on meanwhile: the counts beside its name change.
  watch(() => datasets.all, loadDetail);

  /** Counts the words unless they are known; a trainer process may take seconds for it. */
  const loadTable = (): void => {
    const dataset = hash.value;
    if (dataset === null || table.value !== null || latestTable.busy.value) return;
    tableError.value = null;
    void latestTable.run(
      () => lab.api().getVocabulary({ dataset }),
      datasets.keepTable,
      (error) => {
        if (error instanceof LabError) tableError.value = error;
        else status.fail(error);
      },
    );
  };

  return {
    detail,
    gone,
    filter,
    total,
    at,
    need,
    searching: latestPage.busy,
    selected,
    current,
    document,
    table,
    tableError,
    counting: latestTable.busy,
    loadTable,
  };
}

export type OpenDataset = ReturnType<typeof useOpenDataset>;
