import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../src/main/jobs/processIdentity.ts';
import { asRunId, type RunId } from '../../src/shared/ids.ts';
import { openScriptedLab, temporaryFolder } from '../helpers/scriptedLab.ts';
import { seededNumbers } from '../helpers/seededNumbers.ts';

const app = join(import.meta.dirname, '../fixtures/apps/trainingLab.ts');

describe('an app that is killed while it trains', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  /** Runs the app and kills it (-9) once it has said that a run's step is stored that is not before `step`. */
  const killAt = async (
    step: number,
    scripts: readonly string[],
  ): Promise<{ runId: RunId; step: number }> => {
    const child = spawn(process.execPath, [app, folder.path, ...scripts], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      const [run = '', last = ''] = line.split(' ');
      if (Number(last) < step) continue;
      child.kill('SIGKILL');
      await exited;
      return { runId: asRunId(run), step: Number(last) };
    }
    throw new Error('the app ended before it could be killed');
  };

  const integrity = (): unknown => {
    const db = new Database(join(folder.path, 'lab.sqlite'));
    try {
      expect(db.pragma('foreign_key_check')).toEqual([]);
      return db.pragma('integrity_check', { simple: true });
    } finally {
      db.close();
    }
  };

  it.each([1, 2, 3, 4, 5])(
    'is found with every step it told of, its run interrupted and the queue intact (seed %i)',
    async (seed) => {
      const random = seededNumbers(seed);
      const killed = await killAt(1 + random.index(150), ['steps:100000 save:10', 'steps:5']);
      expect(integrity()).toBe('ok');

      const lab = await openScriptedLab(folder.path);
      const run = await lab.api.getRun({ runId: killed.runId });
      expect(run).toMatchObject({
        state: 'interrupted',
        error: { kind: 'expected', message: 'the app ended while this run was training' },
      });
      expect(run.step).toBeGreaterThanOrEqual(killed.step);
      const { losses } = await lab.api.getLosses({ runId: killed.runId, fromStep: 1 });
      expect(losses).toHaveLength(run.step);
      expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
      expect(losses.at(-1)).toBe(run.lastLoss);

      const [queued] = await lab.api.listRuns({});
      expect(await lab.waitForRun(queued?.id ?? asRunId(''))).toMatchObject({ state: 'finished', step: 5 });
      await lab.close();
      expect(integrity()).toBe('ok');
    },
  );

  it('is gone on with from its last checkpoint to the same losses as an undisturbed run', async () => {
    const killed = await killAt(25, ['steps:60 save:10 pace:2']);
    const lab = await openScriptedLab(folder.path);
    await lab.api.resumeRun({ runId: killed.runId });
    const resumed = await lab.waitForRun(killed.runId);
    expect(resumed).toMatchObject({ state: 'finished', step: 60 });
    const undisturbed = lab.startRun(resumed.experiment);
    await lab.waitForRun(undisturbed);
    const [a, b] = await Promise.all(
      [killed.runId, undisturbed].map((runId) => lab.api.getLosses({ runId, fromStep: 1 })),
    );
    expect(a?.losses).toEqual(b?.losses);
    await lab.close();
  });

  it.each(['steps:100000 pace:1', 'steps:20 end:hang at:5'])(
    'leaves no trainer behind, busy or hung (%s)',
    async (script) => {
      await killAt(5, [script]);
      const db = new Database(join(folder.path, 'lab.sqlite'), { readonly: true });
      const trainer = db.prepare('SELECT process_pid, process_start FROM runs').get() as {
        process_pid: number;
        process_start: string;
      };
      db.close();
      expect(trainer.process_pid).toBeGreaterThan(0);
      const lab = await openScriptedLab(folder.path);
      expect(await isAlive(trainer.process_pid, trainer.process_start)).toBe(false);
      await lab.close();
    },
  );
});
