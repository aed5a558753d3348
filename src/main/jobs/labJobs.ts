import type { Measurement } from '../../shared/compute.ts';
import type { DatasetConfig, FeaturesConfig } from '../../shared/experiment.ts';
import type { CheckpointSummary, RunSummary } from '../../shared/run.ts';
import type {
  DatasetManifest,
  DoctorReport,
  FeaturesReport,
  TrainerEvent,
  TrainerJob,
} from '../../shared/trainerMessages.ts';
import type { VocabularyTable } from '../../shared/vocabulary.ts';
import type { JobContext } from './context.ts';
import { expectSpace, fileBytes } from './diskSpace.ts';
import { Explainers } from './explainers.ts';
import { runOneOff, type JobOptions } from './oneOffJob.ts';

/** Jobs that are no training: each in a process of its own, beside the queue; closing the lab ends them. */
export class LabJobs {
  /** Processes that answer questions about runs. */
  readonly explainers: Explainers;
  readonly #context: JobContext;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly #onVocabulary: (table: VocabularyTable) => void;

  /** `onVocabulary` gets the words of a dataset whenever a job has counted them. */
  constructor(context: JobContext, onVocabulary: (table: VocabularyTable) => void = () => {}) {
    this.#context = context;
    this.explainers = new Explainers(context);
    this.#onVocabulary = onVocabulary;
  }

  /** Reads a dataset and keeps it with its documents. Throws `LabError('out-of-disk')` if there is no room for it. */
  async importDataset(dataset: DatasetConfig, options?: JobOptions): Promise<DatasetManifest> {
    const { folders, limits } = this.#context;
    const source = 'path' in dataset && dataset.path !== null ? fileBytes(dataset.path) : 0;
    expectSpace(folders.dataDir, source + limits.freeBytes, 'to import');
    const job: TrainerJob = { kind: 'import', dataset, folders };
    return this.#run(job, (event) => (event.type === 'imported' ? event.manifest : undefined), options);
  }

  features(dataset: DatasetConfig, features: FeaturesConfig, options?: JobOptions): Promise<FeaturesReport> {
    const job: TrainerJob = { kind: 'features', dataset, features, folders: this.#context.folders };
    return this.#run(job, (event) => (event.type === 'features' ? event.report : undefined), options);
  }

  /** Throws `LabError('conflict')` if the dataset has changed since it was imported. */
  vocabulary(dataset: DatasetConfig, hash: string): Promise<VocabularyTable> {
    const job: TrainerJob = { kind: 'vocabulary', dataset, hash, folders: this.#context.folders };
    return this.#run(job, (event) => (event.type === 'vocabulary' ? event.table : undefined));
  }

  /** Times every engine that works here. */
  measure(threads: number, options?: JobOptions): Promise<readonly Measurement[]> {
    const job: TrainerJob = { kind: 'measure', threads, folders: this.#context.folders };
    return this.#run(job, (event) => (event.type === 'measured' ? event.measurements : undefined), options);
  }

  /** Trains a run again to a step and keeps its weights there. */
  reach(
    run: Pick<RunSummary, 'id' | 'experiment' | 'engine' | 'datasetHash' | 'parent'>,
    step: number,
    threads: number,
    options?: JobOptions,
  ): Promise<CheckpointSummary> {
    const { store, folders } = this.#context;
    const before = store.checkpoints.of(run.id).findLast((known) => known.resumable && known.step <= step);
    const job: TrainerJob = {
      kind: 'reach',
      // The same engine gives the same weights to the bit, another nearly so.
      experiment: { ...run.experiment, engine: run.engine?.name ?? run.experiment.engine },
      datasetHash: run.datasetHash ?? '',
      step,
      folders,
      runCheckpointsDir: store.checkpoints.folderOf(run.id),
      threads,
      resumeFrom: before?.folder ?? null,
      weightsFrom: store.checkpoints.beginningOf(run),
    };
    return this.#run(job, (event) => (event.type === 'checkpoint' ? event : undefined), options);
  }

  /** What engines there are, tried in a process that may crash without harm. */
  doctor(): Promise<DoctorReport> {
    const job: TrainerJob = { kind: 'doctor', folders: this.#context.folders };
    return this.#run(job, (event) => (event.type === 'doctor' ? event.report : undefined));
  }

  /** Resolves when no process of these jobs is left. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled([...this.#running, this.explainers.close()]);
  }

  async #run<Result>(
    job: TrainerJob,
    result: (event: TrainerEvent) => Result | undefined,
    options: JobOptions = {},
  ): Promise<Result> {
    const signals = [this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const running = runOneOff(
      this.#context.launch(),
      job,
      (event) => {
        this.#keep(event);
        return result(event);
      },
      { ...options, signal: AbortSignal.any(signals) },
    );
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** What was read is kept, whatever it was read for; a read-only lab has nowhere to keep it. */
  #keep(event: TrainerEvent): void {
    const { store, publish } = this.#context;
    if (event.type === 'vocabulary') this.#onVocabulary(event.table);
    if (store.readOnly) return;
    if (event.type === 'documents') store.transaction(() => store.documents.save(event.documents));
    if (event.type === 'dataset' || event.type === 'imported') {
      store.transaction(() => store.datasets.save(event.manifest));
      publish({ type: 'datasets-changed' });
    }
  }
}
