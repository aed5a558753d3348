import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteOptions } from '../../../src/lab/checkpoint/write.ts';
import { TrainingControl } from '../../../src/lab/training/control.ts';
import { runTraining, type TrainJob } from '../../../src/lab/training/train.ts';
import { parseExperiment, type Experiment } from '../../../src/shared/experiment.ts';
import type { TrainerEvent } from '../../../src/shared/trainerMessages.ts';
import { writeSmallDataset } from '../../helpers/smallDataset.ts';

/** A data folder with a small dataset in it, and jobs that train on it. */
export interface Bench {
  readonly dataDir: string;
  readonly datasetDir: string;
  readonly job: (settings?: Settings, run?: string, resumeFrom?: string | null) => TrainJob;
  readonly remove: () => Promise<void>;
}

export interface Settings {
  readonly seed?: number;
  readonly engine?: Experiment['engine'];
  readonly model?: Partial<Experiment['model']>;
  readonly training?: Partial<Experiment['training']>;
  readonly probes?: Partial<Experiment['probes']>;
  readonly evaluate?: Partial<Experiment['evaluate']>;
  readonly checkpoints?: Partial<Experiment['checkpoints']>;
  readonly threads?: number;
}

export async function openBench(): Promise<Bench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'training-'));
  const datasetDir = join(dataDir, 'documents');
  await writeSmallDataset(datasetDir);
  const job = (settings: Settings = {}, run = 'run', resumeFrom: string | null = null): TrainJob => ({
    kind: 'train',
    experiment: experimentWith(datasetDir, settings),
    folders: {
      dataDir,
      cacheDir: join(dataDir, 'cache'),
      checkpointsDir: join(dataDir, 'checkpoints'),
    },
    runCheckpointsDir: join(dataDir, 'checkpoints', run),
    threads: settings.threads ?? 1,
    resumeFrom,
    weightsFrom: null,
  });
  return { dataDir, datasetDir, job, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** 90 training and 30 test documents of three classes, sequences of 8: 11 steps an epoch, 3 test sequences. */
export function experimentWith(datasetDir: string, settings: Settings = {}): Experiment {
  const { seed = 3, engine = 'reference' } = settings;
  return parseExperiment({
    version: 1,
    name: 'small',
    seed,
    engine,
    dataset: { source: 'folder', path: datasetDir },
    features: { minDf: 2, maxDf: 0.9 },
    model: { heads: 2, headDim: 5, ...settings.model },
    training: { learningRate: 0.01, epochs: 4, sequenceLength: 8, ...settings.training },
    probes: { sequences: 2, everySteps: 10, ...settings.probes },
    evaluate: { everyEpochs: 2, ...settings.evaluate },
    checkpoints: settings.checkpoints,
  });
}

export interface Watch {
  /** Called with every event before the next is made: what it does to the control happens at exactly that moment. */
  readonly onEvent?: (event: TrainerEvent, control: TrainingControl) => void;
  readonly checkpointOptions?: WriteOptions;
}

/** Trains in this process and returns every event. */
export async function runHere(job: TrainJob, watch: Watch = {}): Promise<TrainerEvent[]> {
  const events: TrainerEvent[] = [];
  const control = new TrainingControl();
  const emit = (event: TrainerEvent): Promise<void> => {
    events.push(event);
    watch.onEvent?.(event, control);
    return Promise.resolve();
  };
  await runTraining(job, {
    emit,
    log: (level, message) => emit({ type: 'log', at: '', level, message }),
    control,
    ...(watch.checkpointOptions === undefined ? {} : { checkpointOptions: watch.checkpointOptions }),
  });
  return events;
}

export type EventOf<Type extends TrainerEvent['type']> = Extract<TrainerEvent, { type: Type }>;

export const ofType = <Type extends TrainerEvent['type']>(
  events: readonly TrainerEvent[],
  type: Type,
): EventOf<Type>[] => events.filter((event): event is EventOf<Type> => event.type === type);

export function only<Type extends TrainerEvent['type']>(
  events: readonly TrainerEvent[],
  type: Type,
): EventOf<Type> {
  const found = ofType(events, type);
  if (found.length !== 1) throw new Error(`${found.length} events of type ${type}`);
  return found[0]!;
}

/** Loss by step, the later one where a step was done twice. */
export function lossesOf(...runs: readonly (readonly TrainerEvent[])[]): Map<number, number> {
  const losses = new Map<number, number>();
  for (const { firstStep, losses: values } of runs.flatMap((events) => ofType(events, 'steps'))) {
    values.forEach((loss, i) => losses.set(firstStep + i, loss));
  }
  return losses;
}
