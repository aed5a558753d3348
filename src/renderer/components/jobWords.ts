import type { JobSummary, JobWork } from '../../shared/jobs.ts';
import { formatBytes, formatCount } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

const stages = [
  'downloading',
  'unpacking',
  'compiling',
  'probing',
  'reading',
  'tokenising',
  'measuring',
] as const;

/** What a job is at: "Downloading". */
export function jobStage({ progress }: JobSummary): string {
  const known = stages.find((name) => name === progress?.stage);
  return known === undefined ? t('datasets.job.starting') : t(`datasets.job.stage.${known}`);
}

/** How far it is, 0 to 1; null where nobody knows. */
export function jobShare({ progress }: JobSummary): number | null {
  const { done = 0, total = null } = progress ?? {};
  return total === null || total === 0 ? null : Math.min(1, done / total);
}

/** "10 MB of 14 MB"; empty before there is something to say. */
export function jobAmount({ progress }: JobSummary): string {
  if (progress === null) return '';
  const { done, total, unit } = progress;
  if (total === null && done === 0) return '';
  const format = unit === 'bytes' ? formatBytes : formatCount;
  if (total === null) return format(done);
  return t(unit === 'documents' ? 'datasets.job.documents' : 'datasets.job.ofTotal', {
    done: format(done),
    total: format(total),
  });
}

/** Where a job is shown with its end, and can be stopped. */
export function jobPage(work: JobWork): string {
  switch (work.kind) {
    case 'import':
      return `/datasets?add=${work.dataset.source}`;
    case 'import-attention':
      return '/attention/files';
    case 'measure':
    case 'install-runtime':
      return '/compute';
    case 'reach':
      return `/runs/${work.runId}`;
  }
}
