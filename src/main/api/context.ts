import type { LabEvent } from '../../shared/api.ts';
import type { LabInfo } from '../../shared/labInfo.ts';
import type { FolderReport, RuntimeReport, RuntimeVariant } from '../../shared/compute.ts';
import type { DocumentWords, PathReport, TableFormat, TablePreview } from '../../shared/datasets.ts';
import type { Estimate } from '../../shared/estimate.ts';
import type { Experiment } from '../../shared/experiment.ts';
import type { RunId } from '../../shared/ids.ts';
import type { DoctorReport } from '../../shared/trainerMessages.ts';
import type { KeptFigures } from '../figures/keptFigures.ts';
import type { Imports } from '../imports.ts';
import type { JobBoard } from '../jobs/jobBoard.ts';
import type { LabJobs } from '../jobs/labJobs.ts';
import type { JobOptions } from '../jobs/oneOffJob.ts';
import type { RunQueue } from '../jobs/queue.ts';
import type { Measurements } from '../measurements.ts';
import type { Store } from '../store/store.ts';
import type { Vocabularies } from '../vocabularies.ts';

/** What the handlers work with. */
export interface ApiContext {
  readonly info: LabInfo;
  readonly store: Store;
  readonly queue: RunQueue;
  readonly jobs: LabJobs;
  readonly board: JobBoard;
  readonly vocabularies: Vocabularies;
  readonly imports: Imports;
  readonly figures: KeptFigures;
  readonly measurements: Measurements;
  /** Threads of a run started through the contract; 0 is one a core. */
  readonly threads: number;
  readonly doctor: () => Promise<DoctorReport>;
  readonly estimate: (experiment: Experiment) => Promise<Estimate>;
  /** The parts of the science that answer at once. */
  readonly readers: {
    readonly previewTable: (path: string, format: TableFormat | 'auto') => Promise<TablePreview>;
    readonly inspectPath: (path: string) => Promise<PathReport>;
    readonly countWords: (text: string) => DocumentWords;
  };
  readonly dataFolder: {
    readonly report: (deleted: readonly RunId[]) => Promise<FolderReport>;
    /** Bytes freed. */
    readonly cleanCache: () => Promise<number>;
    readonly cleanUnfinishedDownloads: () => Promise<number>;
  };
  /** Native TensorFlow in the data folder. */
  readonly runtime: {
    readonly report: () => RuntimeReport;
    readonly install: (variant: RuntimeVariant, options: JobOptions) => Promise<void>;
    /** Bytes freed. */
    readonly remove: () => Promise<number>;
  };
  readonly purgeRuns: (runIds: readonly RunId[]) => Promise<void>;
  readonly publish: (event: LabEvent) => void;
}
