import type { EngineName } from '../../shared/experiment.ts';
import { LabError } from '../../shared/errors.ts';
import type { EngineReport } from '../../shared/trainerMessages.ts';
import type { EngineData, EngineModel, EngineOptions } from '../engine/engine.ts';
import { engineFactories, loadEngineFactory } from '../engine/registry.ts';
import { probeTensorflow } from '../engine/tensorflow/probe.ts';
import type { FeatureMatrix } from '../features/matrix.ts';

/** In the order `auto` and `doctor` look at them. */
export const engineNames: readonly EngineName[] = ['tensorflow', 'wasm', 'reference'];

/**
 * Tries engines in turn; each report says what it is, or why it cannot be used. Never throws for a bad engine. What
 * was found out about a native runtime is remembered and, unless `fresh`, not asked again.
 */
export async function probeEngines(
  names: readonly EngineName[],
  options: EngineOptions,
  fresh = false,
): Promise<EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const name of names) reports.push(await probeEngine(name, options, fresh));
  return reports;
}

async function probeEngine(name: EngineName, options: EngineOptions, fresh: boolean): Promise<EngineReport> {
  if (engineFactories[name] === undefined) {
    return { name, available: false, reason: 'it is not part of this version', remedy: null };
  }
  switch (name) {
    case 'reference':
    case 'wasm':
      return probeHere(name, options);
    case 'tensorflow':
      // A native runtime may crash its process: this engine is tried in one of its own.
      return probeTensorflow(options, { fresh });
  }
}

/** A real forward and a real step of a tiny model, in this process. */
async function probeHere(name: EngineName, options: EngineOptions): Promise<EngineReport> {
  try {
    const factory = await loadEngineFactory(name);
    const engine = await factory.create(tinyModel, tinyData(), options);
    try {
      await engine.initialise(0);
      const rows = Int32Array.of(0, 1);
      const before = engine.attention('train', rows);
      const loss = engine.step(rows);
      const after = engine.attention('train', rows);
      if (!Number.isFinite(loss) || before.every((value, at) => value === after[at])) {
        return { name, available: false, reason: `its step does not learn (loss ${loss})`, remedy: null };
      }
      return { name, available: true, info: engine.info, details: {} };
    } finally {
      await engine.dispose();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = error instanceof LabError ? (error.hint ?? null) : null;
    return { name, available: false, reason, remedy };
  }
}

const tinyModel: EngineModel = {
  heads: 1,
  headDim: 2,
  features: 3,
  sequenceLength: 2,
  init: 'scaled',
  softmaxOver: 'keys',
  headReduction: 'mean-attention',
  loss: 'cosine',
  optimiser: 'adam',
  learningRate: 0.1,
};

/** Two documents of different classes: rows [1 ½ 0] and [0 ½ 1]. */
function tinyData(): EngineData {
  const matrix: FeatureMatrix = {
    sparse: {
      rows: 2,
      columns: 3,
      indptr: Int32Array.of(0, 2, 4),
      indices: Int32Array.of(0, 1, 1, 2),
      values: Float32Array.of(1, 0.5, 0.5, 1),
    },
    mean: 0,
    std: 1,
  };
  const labels = Int32Array.of(0, 1);
  return { train: matrix, trainLabels: labels, test: matrix, testLabels: labels };
}
