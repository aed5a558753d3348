import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import type { Estimate, EstimateFault } from '../shared/estimate.ts';
import type { EngineName, Experiment } from '../shared/experiment.ts';
import { LabError } from '../shared/errors.ts';
import type { DoctorReport } from '../shared/trainerMessages.ts';
import { availableMemory, estimateMemory, type DataSizes } from '../lab/training/estimateMemory.ts';
import { dataFaults, knownData, knownFeatures, lengthFaults, type DataSources } from './estimateData.ts';
import type { Measurements } from './measurements.ts';
import { estimateStep, stepWork, type TimedStep } from './stepTime.ts';

/** What an estimate is made from: everything is already known, nothing is read or run for it. */
export interface EstimateSources extends DataSources {
  readonly measurements: Measurements;
  readonly dataDir: string;
  /** Threads of a run; 0 is one a core. */
  readonly threads: number;
  /** What the last examination of this machine found; null before the first. */
  readonly doctor: () => DoctorReport | null;
}

/** What an experiment would be and cost on this machine, as far as it is known without reading its data. */
export async function estimate(experiment: Experiment, sources: EstimateSources): Promise<Estimate> {
  const { model, training, probes, checkpoints } = experiment;
  const faults: EstimateFault[] = [...dataFaults(experiment.dataset, sources.dataDir)];
  const data = knownData(experiment.dataset, sources);
  const known = knownFeatures(data, experiment.features, sources);
  if (known.features === 0) faults.push({ kind: 'no-terms', all: known.terms ?? 0 });

  // Sizes
  const n = training.sequenceLength;
  const features = known.features === 0 ? null : known.features;
  const headDim = model.headDim === 'full' ? features : model.headDim;
  const parameters = features === null || headDim === null ? null : 2 * model.heads * headDim * features;
  const stepsPerEpoch = data === null ? null : Math.floor(data.trainDocuments / n);
  const totalSteps = stepsPerEpoch === null ? null : stepsPerEpoch * training.epochs;
  const testSequences = data === null ? null : Math.floor(data.testDocuments / n);
  faults.push(...lengthFaults(n, probes.sequences, data));

  // Engine and cost
  const { engine, fault } = engineOf(experiment, sources.doctor());
  if (fault !== null) faults.push(fault);
  const availableBytes = availableMemory();
  const memoryBytes =
    engine === null || data === null || features === null
      ? null
      : await memoryOf(engine, experiment, {
          ...data,
          features,
          entries: known.entries ?? 0,
          longest: known.longest,
        });
  if (memoryBytes !== null && memoryBytes > availableBytes) {
    faults.push({ kind: 'memory', needed: memoryBytes, available: availableBytes });
  }
  const step =
    engine === null || features === null || headDim === null
      ? null
      : estimateStep(
          timedSteps(engine, sources),
          stepWork({ heads: model.heads, headDim, features, sequenceLength: n, threads: threadsOf(sources) }),
        );

  // Disk
  const checkpointBytes = parameters === null ? null : parameters * 4 * checkpointTensors(experiment);
  const snapshots =
    totalSteps === null
      ? null
      : snapshotSizes(totalSteps, probes.everySteps, probes.sequences, model.heads, n);
  const wanted = (checkpointBytes ?? 0) + (snapshots?.bytes ?? 0);
  const free = await freeBytes(sources.dataDir);
  if (checkpoints.keep !== 'none' && wanted > free) {
    faults.push({ kind: 'disk', needed: wanted, available: free });
  }
  return {
    data,
    features,
    terms: known.terms,
    headDim,
    parameters,
    stepsPerEpoch,
    totalSteps,
    testSequences,
    leftOver: data === null ? null : data.trainDocuments % n,
    engine,
    memoryBytes,
    availableBytes,
    step,
    seconds: step === null || totalSteps === null ? null : step.seconds * totalSteps,
    checkpointBytes,
    snapshots,
    faults,
  };
}

/** `auto` is a GPU if the last examination found one, else what runs everywhere. */
function engineOf(
  { engine: choice }: Experiment,
  doctor: DoctorReport | null,
): { engine: EngineName | null; fault: EstimateFault | null } {
  const reports = doctor?.engines ?? [];
  if (choice !== 'auto') {
    const report = reports.find(({ name }) => name === choice);
    if (report === undefined || report.available) return { engine: choice, fault: null };
    const { reason, remedy } = report;
    return { engine: choice, fault: { kind: 'engine', engine: choice, reason, remedy } };
  }
  const gpu = reports.find((report) => report.name === 'tensorflow' && report.available);
  if (gpu?.available === true && !/^cpu\b/i.test(gpu.info.device))
    return { engine: 'tensorflow', fault: null };
  const wasm = reports.find(({ name }) => name === 'wasm');
  return { engine: wasm?.available === false ? 'reference' : 'wasm', fault: null };
}

async function memoryOf(
  engine: EngineName,
  experiment: Experiment,
  sizes: DataSizes,
): Promise<number | null> {
  try {
    return await estimateMemory(engine, experiment, sizes);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** Steps timed on an engine on a machine like this; with as many threads as a run would have, if there are any. */
function timedSteps(engine: EngineName, sources: EstimateSources): readonly TimedStep[] {
  const threads = threadsOf(sources);
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  const here = sources.store.pastRuns
    .speeds(engine)
    .filter((speed) => speed.processor === processor && speed.cores === availableParallelism());
  const alike = here.filter((speed) => speed.threads === threads);
  const runs = (alike.length > 0 ? alike : here).map((speed): TimedStep => ({
    work: stepWork({ ...speed.shape, sequenceLength: speed.sequenceLength, threads: speed.threads }),
    seconds: speed.secondsPerStep,
    of: 'run',
  }));
  return [...runs, ...sources.measurements.timedSteps(engine)];
}

function threadsOf({ threads }: EstimateSources): number {
  return threads === 0 ? availableParallelism() : threads;
}

function checkpointTensors({ checkpoints, training }: Experiment): number {
  switch (checkpoints.keep) {
    case 'none':
      return 0;
    case 'weights':
      return 1;
    case 'resumable':
      return training.optimiser === 'adam' ? 3 : 1;
  }
}

/** One before training, then every so many steps, then the last. */
function snapshotSizes(
  steps: number,
  every: number,
  sequences: number,
  heads: number,
  n: number,
): { count: number; bytes: number } {
  const count = sequences === 0 ? 0 : 1 + Math.ceil(steps / every);
  return { count, bytes: count * sequences * heads * n * n * 4 };
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
