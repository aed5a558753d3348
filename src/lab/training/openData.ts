import { throwIfCancelled } from '../dataset/context.ts';
import { openDataset, type Dataset } from '../dataset/dataset.ts';
import { storedDocuments, toManifest } from '../dataset/manifest.ts';
import { downloadNewsgroups } from '../dataset/newsgroupsDownload.ts';
import type { DatasetConfig } from '../../shared/experiment.ts';
import type { DatasetManifest, JobFolders } from '../../shared/trainerMessages.ts';
import type { JobHooks } from './hooks.ts';
import { progressSender } from './progress.ts';
import { emitVocabulary } from './vocabularyJob.ts';

export interface OpenedData {
  readonly dataset: Dataset;
  readonly manifest: DatasetManifest;
}

/**
 * Opens a dataset and sends its documents in batches, each awaited: a store that is slower than a disk holds the
 * reading back instead of filling memory. 20 Newsgroups without a path is downloaded into the data folder first, unless
 * it is there: who trains on it or imports it asks for it. Throws as `openDataset` and `downloadNewsgroups` do.
 */
export async function openData(
  config: DatasetConfig,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<OpenedData> {
  const { signal } = hooks.control;
  const context = {
    dataDir: folders.dataDir,
    cacheDir: folders.cacheDir,
    onProgress: progressSender(hooks.emit),
    signal,
  };
  if (config.source === '20newsgroups' && config.path === null) await downloadNewsgroups(context);
  const dataset = await openDataset(config, context);
  for (const documents of storedDocuments(dataset)) {
    throwIfCancelled(signal);
    await hooks.emit({ type: 'documents', documents });
  }
  return { dataset, manifest: toManifest(dataset, config) };
}

/** The job of a dataset import: its documents, the words in them, then the manifest that names them. */
export async function importDataset(
  config: DatasetConfig,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<void> {
  const { dataset, manifest } = await openData(config, folders, hooks);
  await emitVocabulary(dataset, hooks);
  await hooks.emit({ type: 'imported', manifest });
}
