import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/shared/run.ts';
import type { Lab } from '../../../src/main/lab.ts';
import { openScriptedLab, runWhere, scripted, temporaryFolder } from '../../helpers/scriptedLab.ts';

describe('the supervisor of a run', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let lab: Lab;
  beforeEach(async () => {
    folder = temporaryFolder();
    lab = await openScriptedLab(folder.path);
  });
  afterEach(async () => {
    await lab.close({ mode: 'kill' });
    folder.remove();
  });

  it('pauses a run and goes on with it', async () => {
    const runId = lab.startRun(scripted('steps:60 pace:2'));
    await runWhere(lab, runId, (run) => run.step > 3);
    await lab.api.pauseRun({ runId });
    const paused = await runWhere(lab, runId, (run) => run.state === 'paused');
    expect(() => lab.api.pauseRun({ runId })).toThrow(/cannot be paused now/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await lab.api.getRun({ runId })).step).toBe(paused.step);
    await lab.api.resumeRun({ runId });
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'finished', step: 60 });
  });

  it('pauses a run that is asked before it has started', async () => {
    const runId = lab.startRun(scripted('steps:20 pace:1'));
    await lab.api.pauseRun({ runId });
    expect(await runWhere(lab, runId, (run) => run.state === 'paused')).toMatchObject({ step: 0 });
    await lab.api.resumeRun({ runId });
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'finished' });
  });

  it('stops a run for good with a checkpoint, from which it can go on later', async () => {
    const runId = lab.startRun(scripted('steps:60 pace:2'));
    await runWhere(lab, runId, (run) => run.step > 5);
    await lab.api.stopRun({ runId });
    const cancelled = await lab.waitForRun(runId);
    expect(cancelled).toMatchObject({ state: 'cancelled', error: null });
    const { step } = cancelled.checkpoints[0] ?? { step: 0 };
    expect(step).toBe(cancelled.step);
    expect(lab.trainReport(runId)).toMatchObject({ step, test: null });
    await lab.api.resumeRun({ runId });
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'finished', step: 60, startedAt: cancelled.startedAt });
    expect(run.log.map((line) => line.message)).toEqual(['from step 0', `from step ${step}`]);
    const { losses } = await lab.api.getLosses({ runId, fromStep: 1 });
    expect(losses).toHaveLength(60);
    expect(losses.some((loss) => Number.isNaN(loss))).toBe(false);
  });

  it('stops a paused run and a queued one', async () => {
    const first = lab.startRun(scripted('steps:60 pace:2'));
    const second = lab.startRun(scripted(''));
    await lab.api.pauseRun({ runId: first });
    await runWhere(lab, first, (run) => run.state === 'paused');
    await lab.api.stopRun({ runId: second });
    expect(await lab.waitForRun(second)).toMatchObject({ state: 'cancelled', startedAt: null });
    await lab.api.stopRun({ runId: first });
    expect(await lab.waitForRun(first)).toMatchObject({ state: 'cancelled' });
  });

  it('queues a run again that was cancelled before it had started', async () => {
    const first = lab.startRun(scripted('steps:20 pace:1'));
    const second = lab.startRun(scripted('steps:3'));
    await lab.api.stopRun({ runId: second });
    await lab.api.resumeRun({ runId: second });
    expect(await lab.waitForRun(second)).toMatchObject({ state: 'finished', step: 3 });
    expect(await lab.waitForRun(first)).toMatchObject({ state: 'finished' });
  });

  it('refuses what a run’s state does not allow, and says which it is', async () => {
    const runId = lab.startRun(scripted('steps:2'));
    await lab.waitForRun(runId);
    expect(() => lab.api.pauseRun({ runId })).toThrow(`the run cannot be paused: ${runId} is finished`);
    expect(() => lab.api.resumeRun({ runId })).toThrow(`the run cannot be resumed: ${runId} is finished`);
    expect(() => lab.api.stopRun({ runId })).toThrow(`the run cannot be stopped: ${runId} is finished`);
  });

  it('deletes no run under way, and any other', async () => {
    const first = lab.startRun(scripted('steps:60 pace:2'));
    const second = lab.startRun(scripted('steps:2'));
    expect(() => lab.api.deleteRuns({ runIds: [second, first] })).toThrow(/under way/);
    await lab.api.deleteRuns({ runIds: [second] });
    await lab.api.stopRun({ runId: first });
    await lab.waitForRun(first);
    expect(() => lab.api.getRun({ runId: second })).toThrow(/was deleted/);
    await lab.api.restoreRuns({ runIds: [second] });
    expect(await lab.waitForRun(second)).toMatchObject({ state: 'finished' });
  });

  it('goes on from the last checkpoint when a process is lost', async () => {
    const runId = lab.startRun(scripted('steps:40 save:10 end:kill at:25 once'));
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'finished', step: 40, error: null });
    expect(run.log.map((line) => line.message)).toEqual([
      'from step 0',
      expect.stringMatching(/SIGKILL.*going on from step 20 in 0.01 s \(try 1\)/),
      'from step 20',
    ]);
    const { losses } = await lab.api.getLosses({ runId, fromStep: 1 });
    expect(losses).toHaveLength(40);
  });

  it('gives up on a process that is lost again and again without progress', async () => {
    const runId = lab.startRun(scripted('steps:40 save:10 end:crash at:25'));
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'interrupted', error: { kind: 'bug' } });
    const starts = run.log.filter((line) => line.message.startsWith('from step'));
    expect(starts.map((line) => line.message)).toEqual([
      'from step 0',
      'from step 20',
      'from step 20',
      'from step 20',
    ]);
    expect(run.step).toBe(25);
  });

  it('can be stopped, or closed, while it waits to start a lost process again', async () => {
    await lab.close();
    lab = await openScriptedLab(folder.path, { limits: { restarts: [1e9] } });
    const script = scripted('steps:40 save:10 end:kill at:25');
    const [first, second] = [lab.startRun(script), lab.startRun(script)];
    const waits = (run: RunDetail): boolean => run.log.some((line) => line.message.includes('going on from'));
    await runWhere(lab, first, waits);
    await lab.api.stopRun({ runId: first });
    expect(await lab.waitForRun(first)).toMatchObject({ state: 'cancelled', step: 25 });
    await runWhere(lab, second, waits);
    await lab.close();
    lab = await openScriptedLab(folder.path);
    expect(await lab.waitForRun(second)).toMatchObject({ state: 'interrupted', error: null });
  });

  it('keeps a diverged run with its NaN, and does not try again', async () => {
    const runId = lab.startRun(scripted('steps:40 end:nan at:7'));
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'diverged', step: 7, lastLoss: null, error: null });
    expect(run.bestLoss).toBeLessThan(0);
    const { losses } = await lab.api.getLosses({ runId, fromStep: 6 });
    expect(Number.isFinite(losses[0])).toBe(true);
    expect(losses[1]).toBeNaN();
  });

  it('ends without loss when the last messages and the exit come together', async () => {
    const runId = lab.startRun(scripted('steps:400 end:burst'));
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'finished', step: 400 });
  });

  it('checkpoints what trains when the lab closes, and goes on with it when asked', async () => {
    const runId = lab.startRun(scripted('steps:60 pace:2'));
    await runWhere(lab, runId, (run) => run.step > 5);
    await lab.close();
    lab = await openScriptedLab(folder.path);
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'interrupted', error: null });
    expect(run.checkpoints).toMatchObject([{ step: run.step, resumable: true }]);
    await lab.api.resumeRun({ runId });
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'finished', step: 60 });
  });

  it('says that a run without a checkpoint cannot go on', async () => {
    const runId = lab.startRun(scripted('steps:60 pace:2'));
    await runWhere(lab, runId, (run) => run.step > 5);
    await lab.close({ mode: 'kill' });
    lab = await openScriptedLab(folder.path);
    const run = await lab.waitForRun(runId);
    expect(run.state).toBe('interrupted');
    expect(() => lab.api.resumeRun({ runId })).toThrow(/has no checkpoint to go on from/);
  });
});
