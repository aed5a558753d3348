import type { Experiment, DatasetConfig, FeaturesConfig } from './experiment.ts';
import type { Measurement } from './compute.ts';
import type { ErrorMessage } from './errors.ts';
import type { ExplainAnswer, ExplainQuestion } from './explain.ts';
import type { BaselineValues, MetricValues } from './metrics.ts';
import type { EngineInfo, Environment, Evaluation, LogLine, RunShape } from './run.ts';
import type { VocabularyTable } from './vocabulary.ts';

/**
 * What the shells' main process and the trainer process say to each other, over Node's IPC with
 * `serialization: 'advanced'` (typed arrays arrive as typed arrays). One job lives in one process.
 */

/** Folders a job may use; all inside the data folder. */
export interface JobFolders {
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly checkpointsDir: string;
}

/** The job a trainer process is started for: its first message, sent once. */
export type TrainerJob =
  | {
      readonly kind: 'train';
      readonly experiment: Experiment;
      readonly folders: JobFolders;
      /** Where this run's checkpoints go: `checkpoints/<run id>`. */
      readonly runCheckpointsDir: string;
      /** 0: one thread a core. */
      readonly threads: number;
      /** A checkpoint folder to go on from, or null for step 0. */
      readonly resumeFrom: string | null;
      /** A checkpoint of another run whose weights step 0 begins with; null: drawn from the seed. */
      readonly weightsFrom: string | null;
    }
  | { readonly kind: 'import'; readonly dataset: DatasetConfig; readonly folders: JobFolders }
  /** Counts the words of a dataset; refused if it no longer has the hash it was imported with. */
  | {
      readonly kind: 'vocabulary';
      readonly dataset: DatasetConfig;
      readonly hash: string;
      readonly folders: JobFolders;
    }
  /** Times every engine there is on the fixed models of shared/compute.ts. */
  | { readonly kind: 'measure'; readonly folders: JobFolders; readonly threads: number }
  | {
      readonly kind: 'features';
      readonly dataset: DatasetConfig;
      readonly features: FeaturesConfig;
      readonly folders: JobFolders;
    }
  /** Trains a run's weights again from its seed to a step, and keeps them as a checkpoint. */
  | {
      readonly kind: 'reach';
      readonly experiment: Experiment;
      readonly datasetHash: string;
      readonly step: number;
      readonly folders: JobFolders;
      readonly runCheckpointsDir: string;
      readonly threads: number;
      /** A resumable checkpoint at or before the step, or null for the first step. */
      readonly resumeFrom: string | null;
      /** As for training. */
      readonly weightsFrom: string | null;
    }
  /** Answers questions about a run's test documents and weights until it is told to stop. */
  | {
      readonly kind: 'explain';
      readonly experiment: Experiment;
      readonly datasetHash: string;
      readonly classes: readonly string[];
      /** [N] class index of each test document. */
      readonly testLabels: Int32Array;
      readonly folders: JobFolders;
    }
  | { readonly kind: 'doctor'; readonly folders: JobFolders };

/** Intents that travel to a running job. */
export type TrainerCommand =
  | { readonly type: 'start'; readonly job: TrainerJob }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Stop for good: the run ends as `cancelled`, with its metrics and a checkpoint of where it was. */
  | { readonly type: 'stop' }
  /** Write a resumable checkpoint and end as `interrupted` (the app is closing). */
  | { readonly type: 'checkpoint-and-exit' }
  /** For a job that explains; each is answered or refused, in order. */
  | { readonly type: 'ask'; readonly id: number; readonly question: ExplainQuestion };

/** One document as the store keeps it, once per content hash. */
export interface StoredDocument {
  readonly hash: string;
  readonly title: string;
  readonly text: string;
}

/** A dataset's make-up: what the store needs to show an old run's documents and tokens. */
export interface DatasetManifest {
  readonly hash: string;
  readonly title: string;
  readonly config: DatasetConfig;
  readonly classes: readonly string[];
  readonly train: DatasetSplitManifest;
  readonly test: DatasetSplitManifest;
}

export interface DatasetSplitManifest {
  /** In the order the experiment uses. */
  readonly names: readonly string[];
  readonly labels: Int32Array;
  readonly documentHashes: readonly string[];
}

export interface ProgressMessage {
  readonly type: 'progress';
  /** "reading", "downloading", "tokenising", "initialising", "training", "evaluating", "writing checkpoint", "measuring". */
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'documents' | 'bytes' | 'steps' | 'values';
}

/** How a training job ended by its own decision. */
export type TrainOutcome = 'finished' | 'cancelled' | 'interrupted' | 'diverged';

export type TrainerEvent =
  | ProgressMessage
  | ({ readonly type: 'log' } & LogLine)
  /** Every 2 s while alive, whatever the job is doing. */
  | { readonly type: 'heartbeat'; readonly rssBytes: number }
  | { readonly type: 'dataset'; readonly manifest: DatasetManifest }
  /** Sent in batches before the manifest that names them. */
  | { readonly type: 'documents'; readonly documents: readonly StoredDocument[] }
  | {
      readonly type: 'started';
      readonly engine: EngineInfo;
      readonly environment: Environment;
      readonly shape: RunShape;
      /** Steps already done by the checkpoint this goes on from; 0 for a new run. */
      readonly firstStep: number;
    }
  | {
      readonly type: 'probe';
      readonly sequence: number;
      readonly labels: Int32Array;
      readonly documentHashes: readonly string[];
      readonly tokens: readonly string[];
      readonly titles: readonly string[];
    }
  | { readonly type: 'baselines'; readonly baselines: readonly BaselineValues[] }
  /** Steps `firstStep`, `firstStep + 1`, …; at most a few hundred a message. */
  | {
      readonly type: 'steps';
      readonly firstStep: number;
      readonly losses: Float64Array;
      readonly seconds: Float64Array;
    }
  | { readonly type: 'evaluation'; readonly evaluation: Evaluation }
  /** Attention of one probe after `step` updates, [heads, keys, queries]. */
  | {
      readonly type: 'snapshot';
      readonly step: number;
      readonly sequence: number;
      readonly heads: number;
      readonly values: Float32Array;
    }
  | {
      readonly type: 'checkpoint';
      readonly step: number;
      readonly folder: string;
      readonly bytes: number;
      readonly resumable: boolean;
    }
  | { readonly type: 'checkpoint-removed'; readonly folder: string }
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'resumed'; readonly step: number }
  | { readonly type: 'trained'; readonly outcome: TrainOutcome; readonly report: TrainReport }
  | { readonly type: 'imported'; readonly manifest: DatasetManifest }
  | { readonly type: 'features'; readonly report: FeaturesReport }
  | { readonly type: 'doctor'; readonly report: DoctorReport }
  | { readonly type: 'vocabulary'; readonly table: VocabularyTable }
  | { readonly type: 'measured'; readonly measurements: readonly Measurement[] }
  /** To the question of the same id. */
  | { readonly type: 'answer'; readonly id: number; readonly answer: ExplainAnswer }
  | { readonly type: 'refused'; readonly id: number; readonly error: ErrorMessage }
  /** The job cannot go on; the process exits right after. */
  | { readonly type: 'failed'; readonly error: ErrorMessage };

/** What `train --out` writes beside the series that the store already has. */
export interface TrainReport {
  readonly step: number;
  readonly secondsPerStep: { readonly median: number; readonly min: number };
  readonly trainSeconds: number;
  readonly peakRssBytes: number;
  /** Test sequences of n documents in order, with the weights at the end; null when it was stopped before. */
  readonly test: {
    readonly losses: Float64Array;
    readonly sameClassMass: Float64Array;
    readonly metrics: MetricValues;
    /** Mean over heads, [keys, queries]. */
    readonly attentionOfFirstSequence: Float32Array;
  } | null;
}

/** What `features --json` writes. */
export interface FeaturesReport {
  readonly train: {
    readonly documents: number;
    readonly nnz: number;
    readonly firstNames: readonly string[];
  };
  readonly test: { readonly documents: number; readonly nnz: number; readonly firstNames: readonly string[] };
  readonly vocabulary: { readonly size: number; readonly md5: string };
  readonly targetNames: readonly string[];
  /** Tokens of the first 32 test documents (fewer if there are fewer). */
  readonly tokens32: readonly string[];
  /** Dot-product attention of those documents on raw TF-IDF, [keys, queries]. */
  readonly attention32: Float32Array;
  readonly seconds: number;
}

export interface DoctorReport {
  readonly appVersion: string;
  readonly environment: Environment;
  readonly dataDir: string;
  readonly engines: readonly EngineReport[];
}

/** One engine: usable, or why not and the one command that would change that. */
export type EngineReport =
  | {
      readonly name: 'reference' | 'wasm' | 'tensorflow';
      readonly available: true;
      readonly info: EngineInfo;
      readonly details: Readonly<Record<string, string>>;
    }
  | {
      readonly name: 'reference' | 'wasm' | 'tensorflow';
      readonly available: false;
      readonly reason: string;
      readonly remedy: string | null;
    };
