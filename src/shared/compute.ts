import { z } from 'zod';
import type { EngineName } from './experiment.ts';
import { engineNameSchema } from './runSchemas.ts';

/** What the data folder holds and what this machine does in a second. */

/** Parts of the data folder that can be cleaned up; what is in use is never touched. */
export const cleanableParts = ['cache', 'deleted-runs', 'unfinished-downloads'] as const;
export type CleanablePart = (typeof cleanableParts)[number];

export interface FolderPart {
  readonly part:
    | 'database'
    | 'checkpoints'
    | 'deleted-runs'
    | 'cache'
    | 'downloads'
    | 'unfinished-downloads'
    | 'runtimes'
    | 'imports'
    | 'backups'
    | 'exports'
    | 'logs'
    | 'other';
  readonly bytes: number;
  /** Runs, backups or files, by what the part holds. */
  readonly count: number;
}

export interface FolderReport {
  readonly dataDir: string;
  /** Left on its disk for this user. */
  readonly freeBytes: number;
  readonly parts: readonly FolderPart[];
}

/** A fixed model on made-up data, the same on every machine: sizes as in DESIGN section 1. */
export const measuredModels = {
  small: { heads: 4, headDim: 64, features: 8000, sequenceLength: 32 },
  medium: { heads: 1, headDim: 1024, features: 8000, sequenceLength: 32 },
} as const;
export type MeasuredModel = keyof typeof measuredModels;

/** 2·H·d·D */
export function parametersOf(model: MeasuredModel): number {
  const { heads, headDim, features } = measuredModels[model];
  return 2 * heads * headDim * features;
}

export interface Measurement {
  readonly engine: EngineName;
  readonly device: string;
  readonly threads: number;
  readonly model: MeasuredModel;
  /** Median of the steps done. */
  readonly secondsPerStep: number;
  readonly steps: number;
}

export const measurementSchema: z.ZodType<Measurement> = z.object({
  engine: engineNameSchema,
  device: z.string(),
  threads: z.int().min(0),
  model: z.enum(['small', 'medium']),
  secondsPerStep: z.number().positive(),
  steps: z.int().min(1),
});

export const runtimeVariants = ['cpu', 'gpu'] as const;
export type RuntimeVariant = (typeof runtimeVariants)[number];

/** Native TensorFlow in the data folder, and what could be put there. */
export interface RuntimeReport {
  readonly installed: {
    readonly version: string;
    readonly variant: RuntimeVariant;
    readonly bytes: number;
  } | null;
  /** Null where it cannot be installed at all: it is built for Linux only. */
  readonly suggested: RuntimeVariant | null;
  /** Bytes on the disk while and after installing, about. */
  readonly expectedBytes: Readonly<Record<RuntimeVariant, number>>;
}

/** What this machine was found to do, and when. */
export interface MachineMeasurements {
  readonly at: string;
  readonly measurements: readonly Measurement[];
}
