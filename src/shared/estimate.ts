import type { EngineName } from './experiment.ts';

/** What an experiment would be and cost on this machine, as far as it can be known before its data is read. */
export interface Estimate {
  /** The data, if it was read before. */
  readonly data: EstimatedData | null;
  /** D; null until the words of this data have been counted. */
  readonly features: number | null;
  /** The words before pruning; null where only D is known, from a run. */
  readonly terms: number | null;
  readonly headDim: number | null;
  readonly parameters: number | null;
  readonly stepsPerEpoch: number | null;
  readonly totalSteps: number | null;
  readonly testSequences: number | null;
  /** Training documents an epoch leaves out, since sequences are of n. */
  readonly leftOver: number | null;
  /** What `auto` means here; null if no engine can be used. */
  readonly engine: EngineName | null;
  readonly memoryBytes: number | null;
  readonly availableBytes: number;
  readonly step: StepEstimate | null;
  /** Of all steps together. */
  readonly seconds: number | null;
  /** What a finished run keeps on the disk; 0 if nothing. */
  readonly checkpointBytes: number | null;
  readonly snapshots: { readonly count: number; readonly bytes: number } | null;
  readonly faults: readonly EstimateFault[];
}

export interface EstimatedData {
  readonly hash: string;
  readonly trainDocuments: number;
  readonly testDocuments: number;
  readonly classes: number;
  /** False: known of the same documents split by another seed; sizes are then right, D nearly so. */
  readonly exact: boolean;
}

export interface StepEstimate {
  readonly seconds: number;
  /** From runs of the same size, between or beyond runs of other sizes, or from the machine's measurement alone. */
  readonly from: 'same' | 'scaled' | 'measured';
  /** Runs it rests on. */
  readonly runs: number;
}

/** Why the run would be refused, with what a sentence about it needs. */
export type EstimateFault =
  /** n is longer than a split. */
  | {
      readonly kind: 'sequence-too-long';
      readonly split: 'train' | 'test';
      readonly most: number;
      readonly value: number;
    }
  | { readonly kind: 'too-many-probes'; readonly most: number; readonly value: number }
  | { readonly kind: 'memory'; readonly needed: number; readonly available: number }
  | { readonly kind: 'disk'; readonly needed: number; readonly available: number }
  | {
      readonly kind: 'engine';
      readonly engine: EngineName;
      readonly reason: string;
      readonly remedy: string | null;
    }
  /** Nothing lies where the data should be. */
  | { readonly kind: 'data-missing'; readonly path: string }
  | { readonly kind: 'not-downloaded' }
  | { readonly kind: 'no-terms'; readonly all: number };
