import type { DatasetConfig } from './experiment.ts';
import type { ErrorMessage } from './errors.ts';
import type { RunId } from './ids.ts';
import type { ProgressMessage } from './trainerMessages.ts';

/** Work beside training that a window starts, watches and stops: it goes on when the window is closed. */
export interface JobSummary {
  readonly id: string;
  readonly work: JobWork;
  readonly state: 'running' | 'finished' | 'failed' | 'cancelled';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly progress: ProgressMessage | null;
  /** Of a failed job. */
  readonly error: ErrorMessage | null;
  /** Of a finished import of documents. */
  readonly datasetHash: string | null;
  /** Of a finished import of attention. */
  readonly importId: string | null;
}

/** What a job does. */
export type JobWork =
  | { readonly kind: 'import'; readonly dataset: DatasetConfig }
  | { readonly kind: 'import-attention'; readonly path: string }
  | { readonly kind: 'measure' }
  /** Native TensorFlow, fetched and compiled into the data folder. */
  | { readonly kind: 'install-runtime'; readonly variant: 'cpu' | 'gpu' }
  /** Trains a run again to a step, to have its weights there. */
  | { readonly kind: 'reach'; readonly runId: RunId; readonly step: number };
