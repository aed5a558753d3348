import { throwIfCancelled } from '../dataset/context.ts';
import { openDataset, type Dataset } from '../dataset/dataset.ts';
import { storedDocuments, toManifest } from '../dataset/manifest.ts';
import type { DatasetConfig } from '../../shared/experiment.ts';
import type { DatasetManifest, JobFolders } from '../../shared/trainerMessages.ts';
import type { JobHooks } from './hooks.ts';
import { progressSender } from './progress.ts';

export interface OpenedData {
  readonly dataset: Dataset;
  readonly manifest: DatasetManifest;
}

/**
 * Opens a dataset and sends its documents in batches, each awaited: a store that is slower than a disk holds the
 * reading back instead of filling memory. Throws as `openDataset` does.
 */
export async function openData(
  config: DatasetConfig,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<OpenedData> {
  const { signal } = hooks.control;
  const dataset = await openDataset(config, {
    dataDir: folders.dataDir,
    cacheDir: folders.cacheDir,
    onProgress: progressSender(hooks.emit),
    signal,
  });
  for (const documents of storedDocuments(dataset)) {
    throwIfCancelled(signal);
    await hooks.emit({ type: 'documents', documents });
  }
  return { dataset, manifest: toManifest(dataset, config) };
}

/** The job of a dataset import: its documents, then the manifest that names them. */
export async function importDataset(
  config: DatasetConfig,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<void> {
  const { manifest } = await openData(config, folders, hooks);
  await hooks.emit({ type: 'imported', manifest });
}
