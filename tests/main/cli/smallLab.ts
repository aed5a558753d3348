import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentInput } from '../../../src/shared/experiment.ts';
import { writeSmallDataset } from '../../helpers/smallDataset.ts';

/** A folder to stand in: documents in `small`, an experiment on them in `small.json`, a data folder `lab`. */
export async function makeSmallLab(): Promise<{ readonly folder: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'attention-cli-'));
  await writeSmallDataset(join(folder, 'small'));
  writeExperiment(folder, 'small.json', {});
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** An experiment file on the small documents, changed at its top level. */
export function writeExperiment(folder: string, name: string, changes: object): void {
  const experiment: ExperimentInput = {
    version: 1,
    name: name === 'small.json' ? 'Small' : name,
    engine: 'reference',
    dataset: { source: 'folder', path: 'small' },
    features: { minDf: 1 },
    model: { heads: 2, headDim: 4 },
    training: { learningRate: 1e-2, epochs: 2, sequenceLength: 8 },
    probes: { sequences: 1, everySteps: 5 },
  };
  writeFileSync(join(folder, name), JSON.stringify({ ...experiment, ...changes }));
}
