import { closeSync, openSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabError } from '../../src/shared/errors.ts';
import type { RunId } from '../../src/shared/ids.ts';
import type { Lab } from '../../src/main/lab.ts';
import { listBackups } from '../../src/main/store/backups.ts';
import { migrations } from '../../src/main/store/migrations.ts';
import { Store } from '../../src/main/store/store.ts';
import { openScriptedLab, runWhere, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';

describe('a database that is in a bad way', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let file: string;
  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'lab.sqlite');
  });
  afterEach(() => folder.remove());

  /** A lab that has trained one run and closed; returns the run. */
  const trainedLab = async (script = 'steps:300'): Promise<RunId> => {
    const lab = await openScriptedLab(folder.path);
    const runId = lab.startRun(scripted(script));
    await lab.waitForRun(runId);
    await lab.close();
    return runId;
  };
  const overwrite = (at: number, text: string): void => {
    const handle = openSync(file, 'r+');
    writeSync(handle, text, at);
    closeSync(handle);
  };
  const placeOf = (word: string, after: string): number => {
    const bytes = readFileSync(file);
    return bytes.indexOf(word, bytes.indexOf(after));
  };
  const asideNames = (): readonly string[] =>
    readdirSync(folder.path).filter((name) => name.startsWith('lab.sqlite.damaged-'));

  it('written by a newer app: refused untouched, with both versions named', async () => {
    await trainedLab();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file);
    for (const readOnly of [false, true]) {
      const opening = openScriptedLab(folder.path, { readOnly });
      await expect(opening).rejects.toMatchObject({
        code: 'newer-schema',
        message: expect.stringContaining(`schema 99, this one knows ${migrations.length}`) as string,
      });
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder.path)).not.toContain('lab.lock');
  });

  it.each([
    ['its header overwritten', () => overwrite(0, 'not a database at all')],
    [
      'pages in its middle overwritten',
      () => overwrite(4096 * 2, 'x'.repeat(statSync(file).size - 4096 * 2)),
    ],
    [
      'a letter of its schema changed',
      () => overwrite(placeOf('step', 'CREATE TABLE train_reports'), 'stop'),
    ],
    ['a format that no SQLite writes', () => overwrite(47, '\u0019')],
    ['cut in half', () => writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size / 2))],
  ])('%s: kept aside, the newest good backup in its place', async (_, damage) => {
    const runId = await trainedLab();
    // The next opening backs up what is there.
    await (await openScriptedLab(folder.path)).close();
    expect(listBackups(join(folder.path, 'backups'))).toHaveLength(1);
    writeFileSync(join(folder.path, 'backups', 'lab-20990101T000000000Z-daily.sqlite'), 'a bad backup');
    damage();
    const damaged = readFileSync(file);

    await expect(openScriptedLab(folder.path, { readOnly: true })).rejects.toThrow(/damaged/);
    const lab = await openScriptedLab(folder.path);
    expect(lab.notices).toEqual([
      expect.stringMatching(/was damaged and is kept as .*backup of 20.*restored/),
    ]);
    expect(await lab.api.getRun({ runId })).toMatchObject({ state: 'finished', step: 300 });
    const next = lab.startRun(scripted(''));
    expect(await lab.waitForRun(next)).toMatchObject({ state: 'finished' });
    await lab.close();
    const [aside] = asideNames();
    expect(readFileSync(join(folder.path, aside ?? '')).equals(damaged)).toBe(true);
    expect(readFileSync(join(folder.path, 'logs', 'lab.log'), 'utf8')).toContain('was damaged');
  });

  it('damaged after checkpoints that its backup does not know: they are found, and the run goes on from the newest', async () => {
    const open = (): ReturnType<typeof openScriptedLab> => openScriptedLab(folder.path);
    const checkpoints = async (lab: Lab, runId: RunId): Promise<readonly number[]> =>
      (await lab.api.getRun({ runId })).checkpoints.map(({ step }) => step);
    let lab = await open();
    const runId = lab.startRun(scripted('steps:600 save:50 pace:1'));
    await runWhere(lab, runId, (run) => run.step > 120);
    await lab.close();
    lab = await open();
    const backedUp = await checkpoints(lab, runId);
    await lab.close();
    expect(listBackups(join(folder.path, 'backups'))).toHaveLength(1);
    lab = await open();
    await lab.api.resumeRun({ runId });
    await runWhere(lab, runId, (run) => run.step > 320);
    await lab.api.stopRun({ runId });
    await lab.waitForRun(runId);
    const kept = await checkpoints(lab, runId);
    expect(kept.at(-1)).toBeGreaterThan(backedUp.at(-1) ?? Infinity);
    await lab.close();
    overwrite(0, 'not a database at all');

    lab = await open();
    expect(lab.notices).toEqual([expect.stringMatching(/was damaged and is kept as .*restored/)]);
    expect(await checkpoints(lab, runId)).toEqual(kept);
    await lab.api.resumeRun({ runId });
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({ state: 'finished', step: 600 });
    expect(run.log.map(({ message }) => message)).toContain(`from step ${kept.at(-1)}`);
    await lab.close();
  });

  it('damaged without a backup: kept aside, and the lab starts empty', async () => {
    await trainedLab();
    overwrite(0, 'not a database at all');
    const lab = await openScriptedLab(folder.path);
    expect(lab.notices).toEqual([expect.stringMatching(/no good backup, so the lab starts empty/)]);
    expect(await lab.api.listRuns({})).toEqual([]);
    await lab.close();
    expect(asideNames()).toHaveLength(1);
  });

  it('locked when the lab opens: says so', async () => {
    await trainedLab();
    const other = new Database(file);
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    const options = { file, backupsDir: folder.path, checkpointsDir: folder.path, busyMs: 50 };
    expect(() => new Store(options)).toThrow(`another program holds the database: ${file}`);
    other.close();
    await new Store(options).close();
  });

  it('locked in the middle of training: nothing is lost, and a person is told', async () => {
    const lab = await openScriptedLab(folder.path);
    const runId = lab.startRun(scripted('steps:150 pace:2'));
    await runWhere(lab, runId, (run) => run.step > 5);
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    expect(() => lab.api.updateRun({ runId, starred: true })).toThrow(LabError);
    await new Promise((resolve) => setTimeout(resolve, 100));
    other.exec('ROLLBACK');
    other.close();
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'finished', step: 150 });
    const { losses } = await lab.api.getLosses({ runId, fromStep: 1 });
    expect(losses).toHaveLength(150);
    expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
    await lab.close();
  });
});
