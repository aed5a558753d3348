import type { FeaturesConfig } from '../../shared/experiment.ts';
import type { JobFolders } from '../../shared/trainerMessages.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { buildFeatures, type Features } from '../features/features.ts';
import type { JobHooks } from './hooks.ts';
import { progressSender } from './progress.ts';

/** A dataset's features, from the cache or made with progress. Throws as `buildFeatures` does. */
export async function featuresOf(
  dataset: Dataset,
  config: FeaturesConfig,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<Features> {
  const report = progressSender(hooks.emit);
  return buildFeatures(
    { trainTexts: dataset.train.texts, testTexts: dataset.test.texts, datasetHash: dataset.hash },
    config,
    {
      cacheDir: folders.cacheDir,
      onProgress: (progress) => report({ type: 'progress', ...progress }),
      onLog: (message) => void hooks.log('warn', message),
      signal: hooks.control.signal,
    },
  );
}
