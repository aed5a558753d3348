import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lab } from '../../src/main/lab.ts';
import type { RunDetail } from '../../src/shared/run.ts';
import { openScriptedLab, runWhere, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';

describe('a trainer that comes to a bad end', () => {
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

  const look = <T>(query: (db: Database.Database) => T): T => {
    const db = new Database(join(folder.path, 'lab.sqlite'), { readonly: true });
    try {
      return query(db);
    } finally {
      db.close();
    }
  };
  /** Trains a run with a bad end, then another; returns the first once the second has finished. */
  const train = async (script: string): Promise<RunDetail> => {
    const runId = lab.startRun(scripted(script));
    const next = lab.startRun(scripted('steps:3'));
    const run = await lab.waitForRun(runId);
    expect(await lab.waitForRun(next)).toMatchObject({ state: 'finished', step: 3 });
    expect(look((db) => db.pragma('integrity_check', { simple: true }))).toBe('ok');
    expect(look((db) => db.prepare('SELECT count(process_pid) FROM runs').pluck().get())).toBe(0);
    const { losses } = await lab.api.getLosses({ runId, fromStep: 1 });
    expect(losses).toHaveLength(run.step);
    return run;
  };

  it('killed from outside: interrupted, its metrics kept, the queue goes on', async () => {
    const runId = lab.startRun(scripted('steps:100000 pace:1'));
    const next = lab.startRun(scripted('steps:3'));
    await runWhere(lab, runId, (run) => run.step > 10);
    const pid = look((db) =>
      Number(db.prepare('SELECT process_pid FROM runs WHERE id = ?').pluck().get(runId)),
    );
    process.kill(pid, 'SIGKILL');
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({
      state: 'interrupted',
      error: { kind: 'expected', code: 'out-of-memory' },
    });
    expect(run.step).toBeGreaterThan(10);
    expect(run.log.at(-1)).toMatchObject({ level: 'error' });
    expect(await lab.waitForRun(next)).toMatchObject({ state: 'finished' });
    expect(look((db) => db.pragma('integrity_check', { simple: true }))).toBe('ok');
  });

  it('killed by the system, probably for its memory', async () => {
    expect(await train('steps:30 end:kill')).toMatchObject({
      state: 'interrupted',
      step: 30,
      error: { code: 'out-of-memory', hint: expect.stringContaining('fewer heads') as string },
    });
  });

  it('crashed in native code', async () => {
    expect(await train('steps:30 end:crash')).toMatchObject({
      state: 'interrupted',
      step: 30,
      error: {
        kind: 'bug',
        message: 'the training process crashed in native code (SIGABRT: it gave up over a fault of its own)',
      },
    });
  });

  it('hung in the middle of training', async () => {
    expect(await train('steps:30 end:hang at:10')).toMatchObject({
      state: 'interrupted',
      step: 10,
      error: { message: expect.stringMatching(/did not answer for \d+ s and was ended/) as string },
    });
  });

  it('hung before its first step, until a person stops it', async () => {
    const runId = lab.startRun(scripted('early end:hang'));
    await runWhere(lab, runId, (run) => run.engine !== null);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect((await lab.api.getRun({ runId })).state).toBe('running');
    await lab.api.stopRun({ runId });
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'cancelled' });
  });

  it('hung and stopped twice: ended at once', async () => {
    const runId = lab.startRun(scripted('early end:hang'));
    await runWhere(lab, runId, (run) => run.engine !== null);
    await lab.api.stopRun({ runId });
    await lab.api.stopRun({ runId });
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'cancelled', error: null });
  });

  it('exited with a code and a last word', async () => {
    expect(await train('steps:30 end:exit3')).toMatchObject({
      state: 'failed',
      step: 30,
      error: {
        kind: 'bug',
        message: 'the training process ended and told neither a result nor a reason (exit code 3)',
        stack: 'a last word on stderr',
      },
    });
  });

  it('threw an error that nobody caught', async () => {
    const run = await train('steps:30 end:throw');
    expect(run).toMatchObject({ state: 'failed', error: { kind: 'bug' } });
    expect(JSON.stringify(run.error)).toContain('the scripted fault');
  });

  it('said why it cannot go on', async () => {
    expect(await train('steps:30 end:fail early')).toMatchObject({
      state: 'failed',
      step: 0,
      error: { kind: 'expected', code: 'bad-dataset', message: 'one class only: ham', hint: 'Add another' },
    });
  });

  it.each([
    ['reads features', 'the process that makes the features'],
    ['explains attention', 'the process that answers questions about attention'],
  ])('left without a word while it %s: told what it was for and what to do', async (job, process) => {
    const runId = lab.startRun(scripted('steps:3'));
    const { experiment } = await lab.waitForRun(runId);
    const asked = job.startsWith('reads')
      ? lab.features(experiment.dataset, experiment.features)
      : Promise.resolve(lab.api.getDocumentTerms({ runId, rows: [0] }));
    await expect(asked).rejects.toThrow(
      `${process} ended and told neither a result nor a reason (exit code 0). Try again`,
    );
  });

  it('said what no trainer says', async () => {
    const run = await train('steps:30 end:garbage');
    expect(run).toMatchObject({ state: 'failed', step: 30, error: { kind: 'bug' } });
    expect(JSON.stringify(run.error)).toContain('unexpected message from the trainer: steps');
  });

  it('cannot be started at all', async () => {
    await lab.close();
    lab = await openScriptedLab(folder.path, { trainerEntry: join(folder.path, 'missing.ts') });
    const runId = lab.startRun(scripted(''));
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'failed', error: { kind: 'bug' } });
    expect(JSON.stringify(run.error)).toContain('Cannot find module');
  });
});
