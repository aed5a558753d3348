import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpoint } from '../../src/lab/checkpoint/open.ts';
import { openLab } from '../../src/main/lab.ts';
import { Store } from '../../src/main/store/store.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { expectIntegrity } from './inspect.ts';

export interface RunResults {
  readonly losses: Float64Array;
  /** Everything a run's page shows that its training decided. */
  readonly results: unknown;
  /** Times its trainer was started again from a checkpoint. */
  readonly restarts: number;
}

/** What the newest run of a data folder has, read through the lab itself. */
export async function readResults(dataDir: string): Promise<RunResults> {
  const lab = await openLab({ dataDir, readOnly: true });
  try {
    const [newest] = await lab.api.listRuns({});
    if (newest === undefined) throw new Error('there is no run');
    const runId = newest.id;
    const run = await lab.api.getRun({ runId });
    const { losses } = await lab.api.getLosses({ runId, fromStep: 1 });
    const { values } = await lab.api.getAttention({ runId, step: null, sequence: 0 });
    const results = {
      state: run.state,
      step: run.step,
      losses,
      attention: values,
      test: lab.trainReport(runId)?.test,
      evaluations: run.evaluations.map(({ step, metrics }) => ({ step, metrics })),
      baselines: run.baselines,
      snapshotSteps: run.snapshotSteps,
      weights: await Promise.all(run.checkpoints.map(({ folder }) => tensorsOf(folder))),
    };
    const restarts = run.log.filter(({ message }) => message.includes('going on from step')).length;
    return { losses, results, restarts };
  } finally {
    await lab.close();
  }
}

/** Name, size and SHA-256 of every tensor of a checkpoint; its state also says how long training took. */
async function tensorsOf(folder: string): Promise<unknown> {
  const { manifest } = await openCheckpoint(folder);
  return manifest.files.filter(({ name }) => name.endsWith('.f32'));
}

/**
 * Holds a database that a kill has left to what was told before: intact, every told step there, and every loss there
 * that of the undisturbed run. Returns the number of told steps.
 */
export async function expectHeld(
  dataDir: string,
  told: ReadonlyMap<RunId, number>,
  undisturbed: Float64Array,
): Promise<number> {
  const file = join(dataDir, 'lab.sqlite');
  if (!existsSync(file)) return 0;
  expectIntegrity(file);
  let steps = 0;
  for (const [runId, last] of told)
    steps += last > 0 ? await expectSteps(dataDir, runId, last, undisturbed) : 0;
  return steps;
}

async function expectSteps(
  dataDir: string,
  runId: RunId,
  told: number,
  undisturbed: Float64Array,
): Promise<number> {
  const folder = { backupsDir: join(dataDir, 'backups'), checkpointsDir: join(dataDir, 'checkpoints') };
  const store = new Store({ file: join(dataDir, 'lab.sqlite'), readOnly: true, ...folder });
  try {
    const { losses } = store.metrics.series(runId, 1);
    if (losses.length < told) throw new Error(`told of step ${told}, kept ${losses.length}: ${runId}`);
    const wrong = losses.findIndex((loss, i) => !Object.is(loss, undisturbed[i]));
    if (wrong >= 0) throw new Error(`another loss at step ${wrong + 1}: ${runId}`);
    return told;
  } finally {
    await store.close();
  }
}
