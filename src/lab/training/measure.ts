import { measuredModels, parametersOf, type MeasuredModel, type Measurement } from '../../shared/compute.ts';
import type { EngineName } from '../../shared/experiment.ts';
import type { TrainerJob } from '../../shared/trainerMessages.ts';
import { throwIfCancelled } from '../dataset/context.ts';
import type { EngineData, EngineModel, EngineOptions } from '../engine/engine.ts';
import { availableMemory } from '../engine/memory.ts';
import { loadEngineFactory } from '../engine/registry.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import { Mt19937 } from '../random/mt19937.ts';
import { Breath } from './breathe.ts';
import { StepClock } from './clock.ts';
import type { JobHooks } from './hooks.ts';
import { engineNames, probeEngines } from './probeEngines.ts';
import { progressSender } from './progress.ts';

export type MeasureJob = Extract<TrainerJob, { kind: 'measure' }>;

const modelNames = Object.keys(measuredModels) as readonly MeasuredModel[];
const DOCUMENTS = 256;
/** Steps are timed for this long, at least one and at most `MOST_STEPS`, after two that are not. */
const TIMED_MS = 2000;
const MOST_STEPS = 2000;
/** The plain engine does such a model in minutes: nobody would wait for it, here or in a run. */
const MOST_REFERENCE_PARAMETERS = 5e6;

/** Times each engine that works here on each model that fits; made-up documents, the same on every machine. */
export async function measureMachine(job: MeasureJob, hooks: JobHooks): Promise<void> {
  const options: EngineOptions = { threads: job.threads, dataDir: job.folders.dataDir };
  const report = progressSender(hooks.emit);
  const reports = await probeEngines(engineNames, options);
  const pairs = reports
    .filter(({ available }) => available)
    .flatMap(({ name }) => modelNames.map((model) => ({ name, model })))
    .filter(({ name, model }) => name !== 'reference' || parametersOf(model) <= MOST_REFERENCE_PARAMETERS);
  const measurements: Measurement[] = [];
  for (const [done, { name, model }] of pairs.entries()) {
    report({ type: 'progress', stage: 'measuring', done, total: pairs.length, unit: 'values' });
    const measured = await measure(name, model, options, hooks);
    if (measured !== null) measurements.push(measured);
  }
  await hooks.emit({ type: 'measured', measurements });
}

/** Null for a model that would not fit into the memory there is. */
async function measure(
  name: EngineName,
  model: MeasuredModel,
  options: EngineOptions,
  hooks: JobHooks,
): Promise<Measurement | null> {
  const data = madeUpData(measuredModels[model].features);
  const factory = await loadEngineFactory(name);
  const full = fullModel(model);
  if (factory.estimateBytes(full, data) > availableMemory()) return null;
  throwIfCancelled(hooks.control.signal);
  const engine = await factory.create(full, data, options);
  try {
    await engine.initialise(0);
    const clock = new StepClock();
    const breath = new Breath();
    let steps = -2;
    while (steps < 1 || (steps < MOST_STEPS && clock.trainSeconds * 1000 < TIMED_MS)) {
      const rows = sequenceAt(steps + 2, full.sequenceLength);
      const started = performance.now();
      engine.step(rows);
      if (steps >= 0) clock.add((performance.now() - started) / 1000);
      steps += 1;
      await breath.takeIfDue();
      throwIfCancelled(hooks.control.signal);
    }
    const { device, threads } = engine.info;
    return { engine: name, device, threads, model, secondsPerStep: clock.secondsPerStep().median, steps };
  } finally {
    await engine.dispose();
  }
}

function fullModel(model: MeasuredModel): EngineModel {
  return {
    ...measuredModels[model],
    init: 'scaled',
    softmaxOver: 'keys',
    headReduction: 'mean-attention',
    loss: 'cosine',
    optimiser: 'adam',
    learningRate: 1e-4,
  };
}

function sequenceAt(step: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => (step * length + i) % DOCUMENTS);
}

/** Documents like the notebook's to an engine: 40 to 130 terms each, frequent terms first, four classes. */
function madeUpData(features: number): EngineData {
  const generator = new Mt19937(0);
  const uniform = (): number => generator.next() / 2 ** 32;
  const indptr = new Int32Array(DOCUMENTS + 1);
  const indices: number[] = [];
  for (let row = 0; row < DOCUMENTS; row++) {
    const columns = new Set<number>();
    const terms = 40 + Math.floor(90 * uniform());
    while (columns.size < terms) columns.add(Math.floor(features * uniform() ** 2.5));
    indices.push(...[...columns].sort((a, b) => a - b));
    indptr[row + 1] = indices.length;
  }
  const values = Float32Array.from(indices, () => 0.05 + 0.1 * uniform());
  const matrix: FeatureMatrix = {
    sparse: { rows: DOCUMENTS, columns: features, indptr, indices: Int32Array.from(indices), values },
    mean: 0.001,
    std: 0.0105,
  };
  const labels = Int32Array.from({ length: DOCUMENTS }, (_, row) => row % 4);
  return { train: matrix, trainLabels: labels, test: matrix, testLabels: labels };
}
