import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/shared/experiment.ts';
import type { RunId } from '../../src/shared/ids.ts';
import type { RunDetail } from '../../src/shared/run.ts';
import { openLab, type Lab } from '../../src/main/lab.ts';
import { runWhere, temporaryFolder } from '../helpers/scriptedLab.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';
import { experimentWith } from '../lab/training/runHere.ts';

/** The trainer that trains, on a small dataset of real files, under the lab that supervises and records it. */
describe('the lab with its real trainer', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let lab: Lab;
  beforeEach(async () => {
    folder = temporaryFolder();
    await writeSmallDataset(join(folder.path, 'documents'));
    lab = await open();
  });
  afterEach(async () => {
    await lab.close({ mode: 'kill' });
    folder.remove();
  });

  const open = (): Promise<Lab> =>
    openLab({ dataDir: folder.path, threads: 1, limits: { restarts: [1, 1] } });
  /** 11 steps an epoch of a small model, a checkpoint every 400 of them. */
  const experiment = (engine: 'reference' | 'wasm', epochs = 400): Experiment =>
    experimentWith(join(folder.path, 'documents'), {
      engine,
      training: { learningRate: 0.001, epochs, sequenceLength: 8 },
      probes: { sequences: 1, everySteps: 500 },
      evaluate: { everyEpochs: 100 },
      checkpoints: { everySteps: 400 },
    });
  const trainerPid = (runId: RunId): number => {
    const db = new Database(join(folder.path, 'lab.sqlite'), { readonly: true });
    try {
      return Number(db.prepare('SELECT process_pid FROM runs WHERE id = ?').pluck().get(runId));
    } finally {
      db.close();
    }
  };
  const resultsOf = async (run: RunDetail): Promise<unknown> => ({
    step: run.step,
    losses: (await lab.api.getLosses({ runId: run.id, fromStep: 1 })).losses,
    test: lab.trainReport(run.id)?.test,
    evaluations: run.evaluations.map(({ step, metrics }) => [step, metrics]),
    baselines: run.baselines,
    attention: (await lab.api.getAttention({ runId: run.id, step: null, sequence: 0 })).values,
  });

  it('records a whole run: data, baselines, losses, attention, checkpoints', async () => {
    const run = await lab.waitForRun(lab.startRun(experiment('reference')));
    expect(run).toMatchObject({
      state: 'finished',
      step: 4400,
      error: null,
      engine: { name: 'reference' },
      shape: { totalSteps: 4400, classes: ['gardens', 'harbours', 'rockets'] },
    });
    expect(run.evaluations.map(({ epoch }) => epoch)).toEqual([0, 100, 200, 300, 400]);
    expect(run.lastEvaluation?.metrics.loss).toBeLessThan(run.evaluations[0]?.metrics.loss ?? -1);
    expect(run.baselines[0]?.id).toBe('uniform');
    expect(lab.datasetDocuments(run.datasetHash ?? '')).toHaveLength(120);
    const bundle = await lab.api.getAttention({ runId: run.id, step: 1000, sequence: 0 });
    expect(bundle).toMatchObject({ heads: 2, keys: 8, queries: 8 });
    const documentHash = bundle.queryTokens[0]?.documentHash ?? '';
    const [document] = await lab.api.getDocuments({ hashes: [documentHash] });
    expect(document?.text).toMatch(/^(gardens|harbours|rockets|common)\d/);
  });

  it.each([
    ['reference', 300],
    ['wasm', 900],
  ] as const)(
    'ends with the same bits on the %s engine when the trainer is killed twice on the way',
    async (engine, epochs) => {
      let kills = 0;
      let next = 700;
      const stop = lab.onEvent((event) => {
        if (event.type !== 'steps' || kills === 2) return;
        const step = event.firstStep + event.losses.length - 1;
        if (step < next) return;
        process.kill(trainerPid(event.runId), 'SIGKILL');
        kills += 1;
        next = step + 700;
      });
      const run = await lab.waitForRun(lab.startRun(experiment(engine, epochs)));
      stop();
      expect(run.log.filter((line) => line.message.includes('SIGKILL'))).toHaveLength(2);
      const undisturbed = await lab.waitForRun(lab.startRun(experiment(engine, epochs)));
      expect(run).toMatchObject({ state: 'finished', step: 11 * epochs });
      expect(await resultsOf(run)).toEqual(await resultsOf(undisturbed));
    },
    60_000,
  );

  it('goes on after a pause, a stop and a closed lab as if nothing had been', async () => {
    const runId = lab.startRun(experiment('reference'));
    await runWhere(lab, runId, (run) => run.step > 500);
    await lab.api.pauseRun({ runId });
    await runWhere(lab, runId, (run) => run.state === 'paused');
    await lab.api.resumeRun({ runId });
    await runWhere(lab, runId, (run) => run.step > 1000);
    await lab.api.stopRun({ runId });
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'cancelled' });
    await lab.api.resumeRun({ runId });
    await runWhere(lab, runId, (run) => run.state === 'running' && run.step > 1500);
    await lab.close();
    lab = await open();
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'interrupted', error: null });
    await lab.api.resumeRun({ runId });
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'finished', step: 4400 });
    const undisturbed = await lab.waitForRun(lab.startRun(experiment('reference')));
    expect(await resultsOf(run)).toEqual(await resultsOf(undisturbed));
  }, 60_000);

  it('names what is wrong with the data of a run', async () => {
    const path = join(folder.path, 'nowhere');
    const base = experiment('reference');
    const missing = { ...base, dataset: { ...base.dataset, path } } as Experiment;
    const run = await lab.waitForRun(lab.startRun(missing));
    expect(run).toMatchObject({ state: 'failed', step: 0, error: { kind: 'expected' } });
    expect(JSON.stringify(run.error)).toContain('nowhere');
  });
});
