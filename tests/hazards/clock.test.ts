import { utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLab } from '../../src/main/lab.ts';
import { takeFolderLock } from '../../src/main/folderLock.ts';
import { isBackupDue, listBackups } from '../../src/main/store/backups.ts';
import { Login } from '../../src/main/shells/web/login.ts';
import { openScriptedLab, runWhere, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';
import { experimentWith } from '../lab/training/runHere.ts';

const setClock = (time: string): void => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) });
};
const hour = 3_600_000;

describe('a clock that goes backwards', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    vi.useRealTimers();
    folder.remove();
  });
  const backupsDir = (): string => join(folder.path, 'backups');

  it('loses no run, and each keeps its losses and its place in the queue', async () => {
    setClock('2031-05-05T12:00:00Z');
    const lab = await openScriptedLab(folder.path);
    const first = lab.startRun(scripted('steps:60 pace:2'));
    const second = lab.startRun(scripted('steps:5'));
    await runWhere(lab, first, (run) => run.step > 10);
    setClock('2026-01-01T00:00:00Z');
    const third = lab.startRun(scripted('steps:5'));
    const order: string[] = [];
    await Promise.all([third, second, first].map((id) => lab.waitForRun(id).then(() => order.push(id))));
    expect(order).toEqual([first, second, third]);
    for (const [runId, steps] of [
      [first, 60],
      [second, 5],
      [third, 5],
    ] as const) {
      expect(await lab.api.getRun({ runId })).toMatchObject({ state: 'finished', step: steps });
      const { losses, seconds } = await lab.api.getLosses({ runId, fromStep: 1 });
      expect(losses).toHaveLength(steps);
      expect([...seconds]).toEqual([...seconds].sort((a, b) => a - b));
    }
    await lab.close();
  });

  it('still backs up, once a day by the new clock, the newest last to go', async () => {
    setClock('2031-05-05T12:00:00Z');
    const write = async (): Promise<void> => {
      const lab = await openScriptedLab(folder.path);
      await lab.waitForRun(lab.startRun(scripted('steps:2')));
      await lab.close();
    };
    await write();
    await write();
    const [future] = listBackups(backupsDir());
    utimesSync(future?.file ?? '', new Date(), new Date());
    expect(isBackupDue(backupsDir())).toBe(false);

    setClock('2026-01-01T00:00:00Z');
    expect(isBackupDue(backupsDir())).toBe(true);
    await write();
    const [newest, ...older] = listBackups(backupsDir());
    expect(older.map(({ file }) => file)).toEqual([future?.file]);
    utimesSync(newest?.file ?? '', new Date(), new Date());
    expect(isBackupDue(backupsDir())).toBe(false);
    expect(isBackupDue(backupsDir(), Date.now() + 23 * hour)).toBe(false);
    expect(isBackupDue(backupsDir(), Date.now() + 24 * hour)).toBe(true);
  });

  it('does not keep a dead lab’s folder locked', async () => {
    const path = join(folder.path, 'lab.lock');
    const dead = { pid: 2 ** 22 - 3, start: 'x', nonce: 'n', door: 'd', since: 's' };
    writeFileSync(path, JSON.stringify({ ...dead, host: hostname() }));
    writeFileSync(`${path}.takeover`, '');
    const later = new Date(Date.now() + 24 * hour);
    utimesSync(`${path}.takeover`, later, later);
    (await takeFolderLock(path, 'next')).release();
  });

  it('does not lock a person out of the web shell for longer than a minute', () => {
    let now = Date.parse('2031-01-01');
    const login = new Login(join(folder.path, 'key'), () => now);
    for (let i = 0; i < 5; i += 1) login.exchange('wrong');
    expect(login.exchange(login.token)).toBe('too-many');
    now -= 24 * hour;
    expect(login.isSession(login.exchange(login.token))).toBe(true);
  });

  it('does not hold a trainer for hung, nor change a bit of what it trains', async () => {
    await writeSmallDataset(join(folder.path, 'documents'));
    const experiment = experimentWith(join(folder.path, 'documents'), {
      training: { learningRate: 0.001, epochs: 100, sequenceLength: 8 },
      checkpoints: { everySteps: 300 },
    });
    const train = async (dataDir: string, trainerEntry?: string): Promise<readonly number[]> => {
      const lab = await openLab({
        dataDir: join(folder.path, dataDir),
        threads: 1,
        limits: { silence: 3000, restarts: [] },
        ...(trainerEntry !== undefined && { trainerEntry }),
      });
      const runId = lab.startRun(experiment);
      expect(await lab.waitForRun(runId)).toMatchObject({ state: 'finished', error: null });
      const { losses, seconds } = await lab.api.getLosses({ runId, fromStep: 1 });
      await lab.close();
      expect([...seconds]).toEqual([...seconds].sort((a, b) => a - b));
      return [...losses];
    };
    const backwards = join(import.meta.dirname, '../fixtures/trainers/backwardsClock.ts');
    expect(await train('backwards', backwards)).toEqual(await train('forwards'));
  });
});
