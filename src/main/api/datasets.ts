import type { ApiHandlers } from '../../shared/api.ts';
import type { DatasetDetail } from '../../shared/datasets.ts';
import { LabError } from '../../shared/errors.ts';
import type { ApiContext } from './context.ts';

type DatasetMethods =
  | 'listDatasets'
  | 'getDataset'
  | 'listDocuments'
  | 'getDocumentWords'
  | 'getVocabulary'
  | 'removeDataset'
  | 'restoreDataset'
  | 'inspectPath'
  | 'previewTable'
  | 'pickPath'
  | 'pickSavePath'
  | 'importDataset';

/** Datasets as they are kept, and what is needed to read another. */
export function datasetHandlers(context: ApiContext): Pick<ApiHandlers, DatasetMethods> {
  const { store, jobs, board, vocabularies, readers, publish } = context;
  const kept = (hash: string): DatasetDetail => {
    const dataset = store.datasets.get(hash);
    if (dataset !== null) return dataset;
    throw new LabError('not-found', `no such dataset: ${hash.slice(0, 12)}…`, {
      hint: 'It may have been removed, perhaps from another window',
    });
  };
  return {
    listDatasets: () => store.datasets.list(),
    getDataset: ({ dataset }) => kept(dataset),
    listDocuments: (query) => {
      kept(query.dataset);
      return store.documentSearch.page(query);
    },
    getDocumentWords: ({ hash }) => {
      const [document] = store.documents.get([hash]);
      if (document === undefined) {
        throw new LabError('not-found', `no such document: ${hash.slice(0, 12)}…`);
      }
      return readers.countWords(document.text);
    },
    getVocabulary: async ({ dataset }) =>
      vocabularies.table(dataset) ?? (await jobs.vocabulary(kept(dataset).config, dataset)),
    removeDataset: ({ dataset }) => {
      const { title } = kept(dataset);
      if (store.datasets.isUsed(dataset)) {
        throw new LabError('conflict', `runs were trained on it: ${title}`, {
          hint: 'Their attention shows its documents. Delete those runs first, and clean them up on the page Compute',
        });
      }
      store.durably(() => store.datasets.hide(dataset));
      store.documentSearch.forget();
      publish({ type: 'datasets-changed' });
      return null;
    },
    restoreDataset: ({ dataset }) => {
      if (!store.datasets.show(dataset)) kept(dataset);
      publish({ type: 'datasets-changed' });
      return null;
    },
    inspectPath: ({ path }) => readers.inspectPath(path),
    previewTable: ({ path, format }) => readers.previewTable(path, format),
    pickPath: noDialog,
    pickSavePath: noDialog,
    importDataset: ({ dataset }) => ({
      jobId: board.start({ kind: 'import', dataset }, async (options) => {
        const manifest = await jobs.importDataset(dataset, options);
        return { datasetHash: manifest.hash };
      }),
    }),
  };
}

/** A shell that has a dialog, or another way to hand over a file, answers before this is asked. */
function noDialog(): never {
  throw new LabError('bad-input', 'no file dialog here: the lab runs in another process than this window', {
    hint: 'Type the path as the lab’s machine knows it',
  });
}
