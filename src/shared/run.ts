import type { Experiment, EngineName } from './experiment.ts';
import type { RunId } from './ids.ts';
import type { ErrorMessage } from './errors.ts';
import type { BaselineValues, MetricValues } from './metrics.ts';

/** The life of a run. The last six are ends; `interrupted` and `cancelled` may be resumed if a checkpoint is there. */
export const runStates = [
  'queued',
  'running',
  'paused',
  'finished',
  'cancelled',
  'diverged',
  'interrupted',
  'failed',
] as const;
export type RunState = (typeof runStates)[number];

export interface EngineInfo {
  readonly name: EngineName;
  readonly version: string;
  /** What does the work, as a person would name it: "CPU, 2 threads", "NVIDIA A100". */
  readonly device: string;
  readonly threads: number;
}

/** Where a run was trained: enough to explain a difference, nothing that identifies a person. */
export interface Environment {
  readonly appVersion: string;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
}

/** Sizes that are known once the data has been read. */
export interface RunShape {
  readonly trainDocuments: number;
  readonly testDocuments: number;
  readonly features: number;
  readonly headDim: number;
  readonly heads: number;
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly testSequences: number;
  readonly classes: readonly string[];
}

/** One evaluation on all complete test sequences. Epoch 0 is before training. */
export interface Evaluation {
  readonly epoch: number;
  readonly step: number;
  /** Means over the test sequences. */
  readonly metrics: MetricValues;
  readonly seconds: number;
}

/** What a list of runs shows. */
export interface RunSummary {
  readonly id: RunId;
  readonly name: string;
  readonly state: RunState;
  readonly experiment: Experiment;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Index into the twelve run colours and dashes, given when the run is made and kept. */
  readonly colour: number;
  readonly starred: boolean;
  readonly hidden: boolean;
  readonly tags: readonly string[];
  readonly group: string | null;
  readonly note: string;
  readonly engine: EngineInfo | null;
  readonly datasetHash: string | null;
  readonly shape: RunShape | null;
  /** Steps recorded. */
  readonly step: number;
  readonly lastLoss: number | null;
  readonly bestLoss: number | null;
  readonly lastEvaluation: Evaluation | null;
  readonly secondsPerStep: number | null;
  readonly trainSeconds: number | null;
  readonly peakRssBytes: number | null;
  readonly error: ErrorMessage | null;
  /** The run and step this one was forked from. */
  readonly parent: { readonly runId: RunId; readonly step: number } | null;
}

export interface CheckpointSummary {
  readonly step: number;
  readonly bytes: number;
  readonly resumable: boolean;
  readonly folder: string;
}

/** One test sequence whose attention is stored along training. */
export interface ProbeSummary {
  readonly sequence: number;
  readonly length: number;
  readonly labels: readonly number[];
  readonly documentHashes: readonly string[];
  readonly tokens: readonly string[];
  readonly titles: readonly string[];
}

export interface LogLine {
  readonly at: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

export interface RunDetail extends RunSummary {
  readonly environment: Environment | null;
  readonly evaluations: readonly Evaluation[];
  readonly baselines: readonly BaselineValues[];
  readonly probes: readonly ProbeSummary[];
  /** Steps with a stored snapshot, ascending. */
  readonly snapshotSteps: readonly number[];
  readonly checkpoints: readonly CheckpointSummary[];
  readonly log: readonly LogLine[];
}

/** Every recorded step; entry i is step `firstStep + i`. The loss is that of the weights before the step's update. */
export interface LossSeries {
  readonly runId: RunId;
  readonly firstStep: number;
  readonly losses: Float64Array;
  /** Seconds from the start of training to the end of each step, pauses left out; empty where they were not asked for. */
  readonly seconds: Float64Array;
}

/**
 * Losses of a run as they are sent to be drawn among many: 24 bits of each, seven digits, where a chart shows three and
 * its reading four. Hundreds of runs are half as much to send so.
 */
export interface ChartedLosses extends Pick<LossSeries, 'runId' | 'seconds'> {
  readonly losses: Float32Array;
}
