import type { ApiHandlers, ApiReply, LabEvent } from '../shared/api.ts';
import type { LabInfo } from '../shared/labInfo.ts';
import type { DatasetConfig, Experiment, FeaturesConfig } from '../shared/experiment.ts';
import { LabError } from '../shared/errors.ts';
import type { RunId } from '../shared/ids.ts';
import type { RunDetail } from '../shared/run.ts';
import type {
  DatasetManifest,
  DoctorReport,
  FeaturesReport,
  TrainReport,
} from '../shared/trainerMessages.ts';
import { appVersion } from '../shared/version.ts';
import { makeDispatch } from './api/dispatch.ts';
import { makeHandlers } from './api/handlers.ts';
import { runDetail } from './api/runs.ts';
import { BugLog } from './bugLog.ts';
import { dataFolderAt, dataFolderPath, makeDataFolder, remoteNotice, type DataFolder } from './dataFolder.ts';
import { takeFolderLock, type FolderLock } from './folderLock.ts';
import { defaultLimits, type JobContext, type JobLimits } from './jobs/context.ts';
import type { JobOptions } from './jobs/oneOffJob.ts';
import { RunQueue } from './jobs/queue.ts';
import { interruptUnfinished } from './jobs/recover.ts';
import { trainerLaunch } from './jobs/trainerProcess.ts';
import { makeLabTools } from './labTools.ts';
import type { InstallTools } from './runtime/installRuntime.ts';
import { Listeners } from './listeners.ts';
import { reindexCheckpoints } from './reindexCheckpoints.ts';
import type { DatasetDocument, DatasetSummary } from './store/datasets.ts';
import { Store } from './store/store.ts';
import { sweepLeftovers } from './sweepLeftovers.ts';
import { tidyCheckpoints } from './tidyCheckpoints.ts';

export interface LabOptions {
  /** Else $ATTENTION_LAB_DATA_DIR, else the platform's folder. */
  readonly dataDir?: string;
  /** Threads of a run that does not say; 0, the default, is one a core. */
  readonly threads?: number;
  /** Looks without writing, and without asking for the folder's lock. */
  readonly readOnly?: boolean;
  /** False: queued runs wait until a lab that starts them is opened; so does what this one adds. */
  readonly startQueue?: boolean;
  readonly shell?: LabInfo['shell'];
  /** Names the program to another one that finds the folder taken. */
  readonly door?: string;
  /** Absolute path of another trainer. */
  readonly trainerEntry?: string;
  readonly limits?: Partial<JobLimits>;
  /** What TensorFlow is installed with, instead of the machine's own. */
  readonly installTools?: Partial<InstallTools>;
}

/** The lab of one data folder: what every shell and the command line are doors into. */
export interface Lab {
  readonly dataDir: string;
  readonly folder: DataFolder;
  readonly readOnly: boolean;
  /** What a person has to know about this opening (a backup restored, a folder on a network, …), a sentence each. */
  readonly notices: readonly string[];
  /** The contract, for callers in this process: inputs already parsed, errors thrown. */
  readonly api: ApiHandlers;
  /** The contract for everyone else: parses, answers, never throws. */
  dispatch(method: unknown, input: unknown): Promise<ApiReply>;
  /** Returns a function that stops listening. */
  onEvent(listener: (event: LabEvent) => void): () => void;
  startRun(experiment: Experiment, options?: { readonly threads?: number }): RunId;
  /** Resolves at the run's end state, its process gone. Rejects with `CancelledError` if the lab closes before. */
  waitForRun(runId: RunId): Promise<RunDetail>;
  /** Null until the run has ended by its own decision. */
  trainReport(runId: RunId): TrainReport | null;
  /** Removes deleted runs for good, checkpoints included; runs that are not deleted stay. */
  purgeRuns(runIds: readonly RunId[]): Promise<void>;
  importDataset(config: DatasetConfig, options?: JobOptions): Promise<DatasetManifest>;
  features(dataset: DatasetConfig, features: FeaturesConfig, options?: JobOptions): Promise<FeaturesReport>;
  doctor(): Promise<DoctorReport>;
  listDatasets(): readonly DatasetSummary[];
  /** Train documents in order, then test documents. */
  datasetDocuments(hash: string): readonly DatasetDocument[];
  /** Ends what trains as `interrupted`, by default after a checkpoint, and lets the folder go. */
  close(options?: { readonly mode?: 'checkpoint' | 'kill' }): Promise<void>;
}

/**
 * Opens a data folder. Throws `LabError`: `busy` (another process holds it), `forbidden` (it may not be written),
 * `newer-schema`, `io`, `out-of-disk`, `not-found` (read-only and nothing there).
 */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  const path = dataFolderPath(options.dataDir);
  const readOnly = options.readOnly ?? false;
  if (readOnly) return composeLab(dataFolderAt(path), null, options);
  const folder = makeDataFolder(path);
  const lock = await takeFolderLock(folder.lock, options.door ?? 'Attention Lab');
  try {
    return await composeLab(folder, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Whether a folder that could not be opened may still be looked at with `readOnly`: a shell offers that. */
export function mayOpenReadOnly(error: unknown): error is LabError {
  return error instanceof LabError && (error.code === 'busy' || error.code === 'forbidden');
}

/** A lock means writing: without one the lab is read-only. */
async function composeLab(folder: DataFolder, lock: FolderLock | null, options: LabOptions): Promise<Lab> {
  const log = new BugLog(folder.logs);
  const store = new Store({
    file: folder.database,
    backupsDir: folder.backups,
    checkpointsDir: folder.checkpoints,
    readOnly: lock === null,
    checkFully: lock?.tookOver ?? false,
  });
  const remote = remoteNotice(folder.path);
  const notices = remote === null ? store.notices : [...store.notices, remote];
  const listeners = new Listeners(log.bug);
  const context: JobContext = {
    store,
    folders: { dataDir: folder.path, cacheDir: folder.cache, checkpointsDir: folder.checkpoints },
    launch: () => trainerLaunch(options.trainerEntry),
    limits: { ...defaultLimits, ...options.limits },
    publish: listeners.publish,
    reportBug: log.bug,
  };
  const queue = new RunQueue(context);
  const threads = options.threads ?? 0;
  const tools = makeLabTools(context, folder, { threads, installTools: options.installTools ?? {} });
  const { jobs } = tools;
  const info: LabInfo = {
    version: appVersion,
    shell: options.shell ?? 'web',
    platform: `${process.platform} ${process.arch}`,
    dataDir: folder.path,
    readOnly: lock === null,
    notices,
  };
  const api = makeHandlers({ ...tools, info, store, queue, threads, publish: listeners.publish });

  if (lock !== null) {
    try {
      for (const notice of notices) log.note(notice);
      await interruptUnfinished(store);
      await sweepLeftovers(folder);
      await tools.imports.sweep();
      if (store.notices.length > 0) await reindexCheckpoints(store, folder.checkpoints, 'restored');
      else if (lock.tookOver) await reindexCheckpoints(store, folder.checkpoints, 'died');
      await tidyCheckpoints(store, (text) => log.note(text));
    } catch (error) {
      await store.close();
      throw error;
    }
    store.backUpDaily((error) => {
      if (error instanceof LabError) log.note(`no daily backup: ${error.sentence}`);
      else log.bug(error, 'the daily backup');
    });
    if (options.startQueue ?? true) queue.open();
  }

  let closing: Promise<void> | null = null;
  const close = async (mode: 'checkpoint' | 'kill'): Promise<void> => {
    await Promise.all([queue.close(mode), jobs.close(), tools.board.close()]);
    await tools.imports.close();
    if (lock !== null) await tools.imports.sweep();
    await store.close();
    lock?.release();
  };
  return {
    dataDir: folder.path,
    folder,
    readOnly: lock === null,
    notices,
    api,
    dispatch: makeDispatch(api, log.bug),
    onEvent: (listener) => listeners.add(listener),
    startRun: (experiment, run = {}) => queue.add(experiment, { threads: run.threads ?? threads }),
    waitForRun: async (runId) => {
      await queue.whenEnded(runId);
      return runDetail(store, runId);
    },
    trainReport: (runId) => store.reports.get(runId),
    purgeRuns: tools.purgeRuns,
    importDataset: (config, job) => jobs.importDataset(config, job),
    features: (dataset, features, job) => jobs.features(dataset, features, job),
    doctor: tools.doctor,
    listDatasets: () => store.datasets.list(),
    datasetDocuments: (hash) => store.datasets.documents(hash),
    close: ({ mode = 'checkpoint' } = {}) => (closing ??= close(mode)),
  };
}
