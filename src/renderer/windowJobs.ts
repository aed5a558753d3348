import type { RouteLocationNormalizedLoaded } from 'vue-router';
import { fromErrorMessage } from '../shared/errors.ts';
import type { JobSummary } from '../shared/jobs.ts';
import { formatCount } from './i18n/format.ts';
import { t } from './i18n/index.ts';
import { useLab } from './stores/lab.ts';
import { useStatus } from './stores/status.ts';

/** Says how work beside training has ended, where the page that is looked at does not. */
export function useWindowJobs(route: RouteLocationNormalizedLoaded): void {
  const lab = useLab();
  const status = useStatus();
  const ended = async ({ work, datasetHash }: JobSummary): Promise<void> => {
    if (work.kind === 'measure') return status.say(t('compute.measured'));
    if (work.kind === 'install-runtime') return status.say(t('compute.runtimeInstalled'));
    if (work.kind !== 'import' || datasetHash === null) return;
    await status.attempt(async () => {
      const read = await lab.api().getDataset({ dataset: datasetHash });
      const { title, trainDocuments, testDocuments } = read;
      status.say(t('datasets.import.doneOf', { title, n: formatCount(trainDocuments + testDocuments) }));
    });
  };
  lab.on('job', ({ job }) => {
    if (saysItself(job, route)) return;
    if (job.state === 'finished') void ended(job);
    else if (job.state === 'failed' && job.error !== null) status.fail(fromErrorMessage(job.error));
  });
}

/** Whether the page that is looked at tells this end in its own words. */
function saysItself({ work, state }: JobSummary, { path, query }: RouteLocationNormalizedLoaded): boolean {
  if (work.kind === 'import-attention') return path === '/attention/files';
  if (work.kind === 'install-runtime') return path === '/compute';
  return work.kind === 'import' && state === 'failed' && path === '/datasets' && query['add'] !== undefined;
}
