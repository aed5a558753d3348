import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { experimentSchema, type Experiment } from '../../src/shared/experiment.ts';
import type { JobLimits } from '../../src/main/jobs/context.ts';
import type { RunDetail } from '../../src/shared/run.ts';
import { openLab, type Lab, type LabOptions } from '../../src/main/lab.ts';

/** Real labs in temporary folders, with the scripted trainer of tests/fixtures/trainers in place of the real one. */

export const scriptedTrainer = join(import.meta.dirname, '../fixtures/trainers/scripted.ts');

/** Short patience: a test's trainer that is silent for half a second is hung. */
export const quickLimits: Partial<JobLimits> = {
  silence: 500,
  term: 300,
  restarts: [10, 20, 30],
  batch: 20,
  retry: 50,
};

/** An experiment whose name is the script: "steps:100 pace:2 end:crash at:50". */
export function scripted(script: string, seed = 0): Experiment {
  return experimentSchema.parse({
    version: 1,
    name: script === '' ? 'plain' : script,
    seed,
    dataset: { source: 'embedded' },
    training: { learningRate: 1e-3 },
  });
}

/** A fresh folder that is removed by `remove`. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export function openScriptedLab(dataDir: string, options: Partial<LabOptions> = {}): Promise<Lab> {
  const { limits, ...others } = options;
  return openLab({
    dataDir,
    trainerEntry: scriptedTrainer,
    limits: { ...quickLimits, ...limits },
    ...others,
  });
}

/** Resolves once the run's detail satisfies `ready`; polls, since what it waits for may need no event. */
export async function runWhere(
  lab: Lab,
  runId: RunDetail['id'],
  ready: (run: RunDetail) => boolean,
): Promise<RunDetail> {
  for (;;) {
    const run = await lab.api.getRun({ runId });
    if (ready(run)) return run;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
