import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CleanablePart, FolderReport, MachineMeasurements } from '../../shared/compute.ts';
import { useJobs } from './jobs.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useStatus } from './status.ts';

/** What this machine does in a second, and the room the lab's data takes. */
export const useCompute = defineStore('compute', () => {
  const lab = useLab();
  const jobs = useJobs();
  const status = useStatus();
  const latestFolder = useLatest();
  const latestMeasurements = useLatest();
  const folder = shallowRef<FolderReport | null>(null);
  const measurements = shallowRef<MachineMeasurements | null>(null);
  const cleaning = ref<CleanablePart | null>(null);
  const examining = ref(false);

  const refreshFolder = (): Promise<void> =>
    latestFolder.run(
      () => lab.api().getFolder({}),
      (report) => {
        folder.value = report;
      },
    );
  const refreshMeasurements = (): Promise<void> =>
    latestMeasurements.run(
      () => lab.api().getMeasurements({}),
      (found) => {
        measurements.value = found;
      },
    );
  /** Tries every engine anew. */
  const examine = async (): Promise<void> => {
    examining.value = true;
    try {
      await lab.examine(true);
    } finally {
      examining.value = false;
    }
  };
  const refresh = (): void => {
    void refreshFolder();
    void refreshMeasurements();
    if (lab.doctor === null && !examining.value) void examine();
  };
  lab.onMissed(refresh);

  const isMeasuring = computed(() => jobs.measuring !== undefined);
  watch(isMeasuring, (now, before) => {
    if (before && !now) void refreshMeasurements();
  });

  /** Bytes freed, or undefined if it was refused (and said so). */
  const clean = async (part: CleanablePart): Promise<number | undefined> => {
    cleaning.value = part;
    let freed: number | undefined;
    try {
      await status.attempt(async () => {
        ({ freedBytes: freed } = await lab.api().cleanFolder({ part }));
        await refreshFolder();
      });
    } finally {
      cleaning.value = null;
    }
    return freed;
  };

  return { folder, measurements, cleaning, examining, examine, refresh, clean };
});
