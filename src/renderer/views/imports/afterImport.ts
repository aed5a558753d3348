import type { RouteLocationRaw } from 'vue-router';
import type { ImportedRuns } from '../../../shared/comparison.ts';
import { t } from '../../i18n/index.ts';
import { writeAddress } from '../compare/compareAddress.ts';

/** "3 runs added; 2 were here already." */
export function importSummary({ added, known }: ImportedRuns): string {
  return t('imports.share.summary', {
    added: t('imports.share.added', {}, added.length),
    known: t('imports.share.known', {}, known.length),
  });
}

/** Where what was imported is seen: the comparison it was shared as, else the runs. */
export function whereImported({ comparison }: ImportedRuns): RouteLocationRaw {
  return comparison === null ? '/runs' : { path: '/compare', query: writeAddress(comparison) };
}
