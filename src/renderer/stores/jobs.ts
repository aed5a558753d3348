import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { DatasetConfig } from '../../shared/experiment.ts';
import type { JobSummary } from '../../shared/jobs.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** Work beside training: imports and measurements. It goes on when this window is closed, and is found again here. */
export const useJobs = defineStore('jobs', () => {
  const lab = useLab();
  const status = useStatus();
  const latest = useLatest();
  const byId = shallowRef<ReadonlyMap<string, JobSummary>>(new Map());
  /** Newest first. */
  const all = computed(() => [...byId.value.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt)));
  const running = computed(() => all.value.filter(({ state }) => state === 'running'));
  const installing = computed(() => running.value.find(({ work }) => work.kind === 'install-runtime'));
  const measuring = computed(() => running.value.find(({ work }) => work.kind === 'measure'));

  const refresh = (): Promise<void> =>
    latest.run(
      () => lab.api().listJobs({}),
      (jobs) => {
        byId.value = new Map(jobs.map((job) => [job.id, job]));
      },
    );

  lab.on('job', ({ job }) => {
    byId.value = new Map(byId.value).set(job.id, job);
  });
  lab.onMissed(() => void refresh());
  void refresh();

  /** The job's id, or undefined if it was refused (and said so). */
  const importDataset = async (dataset: DatasetConfig): Promise<string | undefined> => {
    let jobId: string | undefined;
    await status.attempt(async () => {
      ({ jobId } = await lab.api().importDataset({ dataset }));
      await refresh();
    });
    return jobId;
  };

  const measure = (): Promise<boolean> =>
    status.attempt(async () => {
      await lab.api().measureMachine({});
      await refresh();
    });

  const cancel = (jobId: string): Promise<boolean> => status.attempt(() => lab.api().cancelJob({ jobId }));

  return { byId, all, running, measuring, installing, refresh, importDataset, measure, cancel };
});
