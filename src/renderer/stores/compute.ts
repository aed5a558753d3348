import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type {
  CleanablePart,
  FolderReport,
  MachineMeasurements,
  RuntimeReport,
  RuntimeVariant,
} from '../../shared/compute.ts';
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
  const latestRuntime = useLatest();
  const folder = shallowRef<FolderReport | null>(null);
  const measurements = shallowRef<MachineMeasurements | null>(null);
  const runtime = shallowRef<RuntimeReport | null>(null);
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
  const refreshRuntime = (): Promise<void> =>
    latestRuntime.run(
      () => lab.api().getRuntime({}),
      (found) => {
        runtime.value = found;
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
    void refreshRuntime();
    if (lab.doctor === null && !examining.value) void examine();
  };
  lab.onMissed(refresh);

  const isMeasuring = computed(() => jobs.measuring !== undefined);
  watch(isMeasuring, (now, before) => {
    if (before && !now) void refreshMeasurements();
  });

  /** The last installation of this session, for what went wrong. */
  const installation = computed(() => jobs.all.find(({ work }) => work.kind === 'install-runtime'));
  const isInstalling = computed(() => jobs.installing !== undefined);
  watch(isInstalling, (now, before) => {
    if (!before || now) return;
    void refreshRuntime();
    void refreshFolder();
    void examine();
  });
  const install = (variant: RuntimeVariant): Promise<boolean> =>
    status.attempt(async () => {
      await lab.api().installRuntime({ variant });
      await jobs.refresh();
    });
  /** Bytes freed, or undefined if it was refused (and said so). */
  const uninstall = async (): Promise<number | undefined> => {
    let freed: number | undefined;
    await status.attempt(async () => {
      ({ freedBytes: freed } = await lab.api().removeRuntime({}));
    });
    void refreshRuntime();
    void refreshFolder();
    void examine();
    return freed;
  };

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

  return {
    folder,
    measurements,
    runtime,
    installation,
    cleaning,
    examining,
    examine,
    refresh,
    install,
    uninstall,
    clean,
  };
});
