import { rm } from 'node:fs/promises';
import type { RunId } from '../shared/ids.ts';
import type { DoctorReport } from '../shared/trainerMessages.ts';
import { inspectPath } from '../lab/dataset/inspectPath.ts';
import { previewTable } from '../lab/dataset/previewTable.ts';
import { countWords } from '../lab/features/countWords.ts';
import type { ApiContext } from './api/context.ts';
import type { DataFolder } from './dataFolder.ts';
import { cleanCache, cleanUnfinishedDownloads, reportDataFolder } from './dataFolderReport.ts';
import { estimate } from './estimate.ts';
import { KeptFigures } from './figures/keptFigures.ts';
import { Imports } from './imports.ts';
import type { JobContext } from './jobs/context.ts';
import { JobBoard } from './jobs/jobBoard.ts';
import { LabJobs } from './jobs/labJobs.ts';
import { Measurements } from './measurements.ts';
import type { InstallTools } from './runtime/installRuntime.ts';
import { runtimeTools } from './runtimeTools.ts';
import { Vocabularies } from './vocabularies.ts';

/** What a lab does beside training, composed for its data folder. */
export type LabTools = Omit<ApiContext, 'info' | 'queue' | 'store' | 'threads' | 'publish'>;

export function makeLabTools(
  context: JobContext,
  folder: DataFolder,
  options: {
    /** Of a run; 0 is one a core. */
    readonly threads: number;
    readonly installTools: Partial<InstallTools>;
  },
): LabTools {
  const { threads, installTools } = options;
  const { store, publish, reportBug } = context;
  const vocabularies = new Vocabularies(folder.cache);
  const measurements = new Measurements(folder.path);
  const jobs = new LabJobs(context, (table) => {
    try {
      vocabularies.keep(table);
    } catch (error) {
      // A full disk costs the next start a second: the table itself is in memory.
      reportBug(error, 'keeping the counts of a vocabulary');
    }
  });
  let lastDoctor: DoctorReport | null = null;
  return {
    jobs,
    board: new JobBoard(publish, reportBug),
    vocabularies,
    imports: new Imports(store, folder.imports),
    figures: new KeptFigures(folder),
    measurements,
    doctor: async () => (lastDoctor = await jobs.doctor()),
    estimate: (experiment) =>
      estimate(experiment, {
        store,
        vocabularies,
        measurements,
        dataDir: folder.path,
        threads,
        doctor: () => lastDoctor,
      }),
    readers: { previewTable, inspectPath, countWords },
    dataFolder: {
      report: (deleted) => reportDataFolder(folder, deleted),
      cleanCache: () => cleanCache(folder),
      cleanUnfinishedDownloads: () => cleanUnfinishedDownloads(folder),
    },
    runtime: runtimeTools(folder.path, installTools),
    purgeRuns: async (runIds: readonly RunId[]) => {
      const purged = store.durably(() => store.edits.purge(runIds));
      for (const runId of purged) {
        await rm(store.checkpoints.folderOf(runId), { recursive: true, force: true });
      }
    },
  };
}
