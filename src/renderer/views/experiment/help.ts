import type { Estimate } from '../../../shared/estimate.ts';
import { formatBytes, formatCount } from '../../i18n/format.ts';
import { t, type MessageKey } from '../../i18n/index.ts';

/** The sentence beside a field; where the estimate knows what the setting comes to, it says that. */
export function helpOf(path: string, read: (path: string) => unknown, estimate: Estimate | null): string {
  const {
    features = null,
    totalSteps = null,
    snapshots = null,
    checkpointBytes,
    engine = null,
  } = estimate ?? {};
  switch (path) {
    case 'dataset.source':
      return estimate?.data
        ? t('form.known.documents', {
            train: formatCount(estimate.data.trainDocuments),
            test: formatCount(estimate.data.testDocuments),
          })
        : t(`form.sourceHelp.${String(read('dataset.source')) as 'embedded'}`);
    case 'features.minDf':
      if (estimate === null || features === null) break;
      return estimate.terms === null
        ? t('form.known.features', { kept: formatCount(features) })
        : t('form.known.terms', { kept: formatCount(features), all: formatCount(estimate.terms) });
    case 'training.epochs':
      if (estimate === null || totalSteps === null) break;
      return t('form.known.steps', {
        steps: formatCount(totalSteps),
        n: String(read('training.sequenceLength')),
        left: formatCount(estimate.leftOver ?? 0),
      });
    case 'probes.sequences':
      if (snapshots === null) break;
      return t('form.known.snapshots', {
        count: formatCount(snapshots.count),
        bytes: formatBytes(snapshots.bytes),
      });
    case 'checkpoints.keep':
      if (!checkpointBytes) break;
      return t('form.known.checkpoint', { bytes: formatBytes(checkpointBytes) });
    case 'engine':
      if (read('engine') !== 'auto' || engine === null) break;
      return t('form.known.engine', { engine });
  }
  return t(`form.help.${path}` as MessageKey);
}
