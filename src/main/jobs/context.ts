import type { LabEvent } from '../../shared/api.ts';
import type { JobFolders } from '../../shared/trainerMessages.ts';
import type { Store } from '../store/store.ts';
import type { TrainerLaunch } from './trainerProcess.ts';

/** How patient the supervisor is; times in milliseconds. */
export interface JobLimits {
  /** A trainer silent for longer, and for longer than 20 of its steps, is taken for hung. */
  readonly silence: number;
  /** Between SIGTERM and SIGKILL. */
  readonly term: number;
  /** Waits before a lost process is started again; as many as there may be without progress. Empty: never again. */
  readonly restarts: readonly number[];
  /** Metrics wait this long, or for `batchSteps`, to share a transaction. */
  readonly batch: number;
  readonly batchSteps: number;
  /** Between tries to write to a database that is locked or a disk that is full. */
  readonly retry: number;
  /** Bytes free on the data folder's disk below which no run is started: it would only fail in its turn. */
  readonly freeBytes: number;
}

export const defaultLimits: JobLimits = {
  silence: 60_000,
  term: 10_000,
  restarts: [1000, 5000, 30_000],
  batch: 100,
  batchSteps: 500,
  retry: 1000,
  freeBytes: 64 * 2 ** 20,
};

/** What every job needs of the lab it belongs to. */
export interface JobContext {
  readonly store: Store;
  readonly folders: JobFolders;
  /** Throws `LabError('not-found')` where there is no Node to train with: looking at runs needs none. */
  readonly launch: () => TrainerLaunch;
  readonly limits: JobLimits;
  /** To every window; called after the store has what it tells. */
  readonly publish: (event: LabEvent) => void;
  readonly reportBug: (error: unknown, where: string) => void;
}
