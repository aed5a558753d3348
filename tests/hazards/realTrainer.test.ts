import { cpSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
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

  /** A run stopped after its second checkpoint; its checkpoint folders, newest first. */
  const stoppedRun = async (): Promise<{ runId: RunId; folders: readonly string[] }> => {
    const runId = lab.startRun(experiment('reference'));
    await runWhere(lab, runId, (run) => run.step > 1000);
    await lab.api.stopRun({ runId });
    const { checkpoints } = await lab.waitForRun(runId);
    expect(checkpoints).toHaveLength(2);
    return { runId, folders: checkpoints.map(({ folder }) => folder).reverse() };
  };
  const flipBit = (file: string): void => {
    const content = readFileSync(file);
    content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1;
    writeFileSync(file, content);
  };

  it.each([
    [
      'a bit flipped in its weights',
      (path: string) => flipBit(join(path, 'A_K.f32')),
      /A_K\.f32 is not what/,
    ],
    ['its moments cut short', (path: string) => truncateSync(join(path, 'v_Q.f32'), 100), /v_Q\.f32 has 100/],
    ['a bit flipped in its state', (path: string) => flipBit(join(path, 'state.json')), /state\.json is not/],
  ])(
    'passes over a newest checkpoint with %s, says so, and ends with the same bits',
    async (_, damage, reason) => {
      const { runId, folders } = await stoppedRun();
      damage(folders[0] ?? '');
      await lab.api.resumeRun({ runId });
      const run = await lab.waitForRun(runId);
      expect(run).toMatchObject({ state: 'finished', step: 4400, error: null });
      const passedOver = run.log.filter((line) => line.message.startsWith('checkpoint passed over'));
      expect(passedOver).toMatchObject([{ level: 'warn', message: expect.stringMatching(reason) as string }]);
      const undisturbed = await lab.waitForRun(lab.startRun(experiment('reference')));
      expect(await resultsOf(run)).toEqual(await resultsOf(undisturbed));
    },
    60_000,
  );

  it('says what to do where every checkpoint is damaged, and keeps the run', async () => {
    const { runId, folders } = await stoppedRun();
    for (const path of folders) flipBit(join(path, 'A_K.f32'));
    await lab.api.resumeRun({ runId });
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({
      state: 'failed',
      error: {
        code: 'io',
        message: expect.stringMatching(/^no checkpoint to go on from: damaged checkpoint: ckpt-/) as string,
        hint: 'Start the run again from its first step',
      },
    });
    const { losses } = await lab.api.getLosses({ runId, fromStep: 1 });
    expect(losses).toHaveLength(run.step);
    expect(run.step).toBeGreaterThan(1000);
  });

  it('removes what a finished run no longer needs if its trainer was killed before it could', async () => {
    const runId = lab.startRun(experiment('reference', 100));
    const { checkpoints } = await lab.waitForRun(runId);
    const [kept] = checkpoints;
    expect(checkpoints).toHaveLength(1);
    await lab.close();
    const older = join(kept?.folder ?? '', '..', 'ckpt-000800');
    cpSync(kept?.folder ?? '', older, { recursive: true });
    const db = new Database(join(folder.path, 'lab.sqlite'));
    const note = db.prepare(
      'INSERT INTO checkpoints SELECT run, ?, ?, bytes, 1, created_at FROM checkpoints LIMIT 1',
    );
    note.run('ckpt-000800', 800);
    // Removed, but its trainer was killed before it could say so.
    note.run('ckpt-000400', 400);
    db.close();
    lab = await open();
    expect((await lab.api.getRun({ runId })).checkpoints).toEqual([kept]);
    expect(existsSync(older)).toBe(false);
    expect(existsSync(kept?.folder ?? '')).toBe(true);
  });

  it('names what is wrong with the data of a run', async () => {
    const path = join(folder.path, 'nowhere');
    const base = experiment('reference');
    const missing = { ...base, dataset: { ...base.dataset, path } } as Experiment;
    const run = await lab.waitForRun(lab.startRun(missing));
    expect(run).toMatchObject({ state: 'failed', step: 0, error: { kind: 'expected' } });
    expect(JSON.stringify(run.error)).toContain('nowhere');
  });
});
