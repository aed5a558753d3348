import { openLab } from '../../src/main/lab.ts';
import type { Experiment } from '../../src/shared/experiment.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';

/** The quick start with changes, one epoch long. */
export function shortRun(changes: {
  readonly name: string;
  readonly seed?: number;
  readonly heads?: number;
  readonly length?: number;
  readonly snapshotEvery?: number;
}): Experiment {
  const { name, seed = 0, heads = 4, length = 32, snapshotEvery = 10 } = changes;
  const { experiment } = findPreset('quick-start') ?? {};
  if (experiment === undefined) throw new Error('there is no quick-start preset');
  return {
    ...experiment,
    name,
    seed,
    model: { ...experiment.model, heads, headDim: 16 },
    training: { ...experiment.training, epochs: 1, sequenceLength: length },
    probes: { sequences: 1, everySteps: snapshotEvery },
  };
}

/** Really trains experiments, one after the other. Returns their runs, in order. */
export async function train(dataDir: string, experiments: readonly Experiment[]): Promise<readonly RunId[]> {
  const lab = await openLab({ dataDir });
  try {
    const ids = experiments.map((experiment) => lab.startRun(experiment));
    for (const id of ids) {
      const { state, error } = await lab.waitForRun(id);
      if (state !== 'finished') throw new Error(`the run ${id} is ${state}: ${JSON.stringify(error)}`);
    }
    return ids;
  } finally {
    await lab.close();
  }
}
