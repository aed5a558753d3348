import { createHash } from 'node:crypto';
import type { DatasetConfig, FeaturesConfig } from '../../shared/experiment.ts';
import type { FeaturesReport, JobFolders } from '../../shared/trainerMessages.ts';
import { gramOf } from '../attention/gram.ts';
import { openDataset, type DatasetSplit } from '../dataset/dataset.ts';
import { tokenNames } from '../../shared/tokenNames.ts';
import { raw } from '../features/standardise.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import { featuresOf } from './featuresOf.ts';
import type { JobHooks } from './hooks.ts';
import { progressSender } from './progress.ts';

/** As many test documents as the notebook looks at first. */
const LOOKED_AT = 32;
const FIRST_NAMES = 10;

/** The job behind `features --json`: what a dataset becomes, in the numbers that tell whether it is as expected. */
export async function reportFeatures(
  datasetConfig: DatasetConfig,
  config: FeaturesConfig,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<void> {
  const dataset = await openDataset(datasetConfig, {
    dataDir: folders.dataDir,
    cacheDir: folders.cacheDir,
    onProgress: progressSender(hooks.emit),
    signal: hooks.control.signal,
  });
  const started = performance.now();
  const features = await featuresOf(dataset, config, folders, hooks);
  const seconds = (performance.now() - started) / 1000;

  const looked = Math.min(LOOKED_AT, dataset.test.labels.length);
  const rows = Int32Array.from({ length: looked }, (_, row) => row);
  const report: FeaturesReport = {
    train: splitReport(dataset.train, features.train),
    test: splitReport(dataset.test, features.test),
    vocabulary: {
      size: features.terms.length,
      md5: createHash('md5').update(features.terms.join('\n')).digest('hex'),
    },
    targetNames: dataset.classes,
    tokens32: tokenNames(dataset.test.labels.subarray(0, looked), dataset.classes),
    attention32: Float32Array.from(gramOf(raw(features.test), rows).products),
    seconds,
  };
  await hooks.emit({ type: 'features', report });
}

function splitReport(split: DatasetSplit, matrix: FeatureMatrix): FeaturesReport['train'] {
  return {
    documents: split.names.length,
    nnz: matrix.sparse.values.length,
    firstNames: split.names.slice(0, FIRST_NAMES),
  };
}
