import { readFileSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits, type JobContext, type JobLimits } from '../../src/main/jobs/context.ts';
import { RunQueue } from '../../src/main/jobs/queue.ts';
import { trainerLaunch } from '../../src/main/jobs/trainerProcess.ts';
import type { Lab } from '../../src/main/lab.ts';
import { fromErrorMessage } from '../../src/shared/errors.ts';
import {
  openScriptedLab,
  quickLimits,
  scripted,
  scriptedTrainer,
  temporaryFolder,
} from '../helpers/scriptedLab.ts';
import { canMountDisks, mountSmallDisk, type SmallDisk } from '../helpers/smallDisk.ts';
import { TemporaryStore } from '../helpers/temporaryStore.ts';
import { npy } from '../lab/bundle/writers.ts';

describe('a disk that is full', () => {
  let temporary: TemporaryStore;
  let bugs: unknown[];
  beforeEach(() => {
    bugs = [];
  });
  afterEach(() => temporary.remove());

  const queueOn = (limits: Partial<JobLimits> = {}): RunQueue => {
    const dataDir = temporary.folder.path;
    const context: JobContext = {
      store: temporary.store,
      folders: { dataDir, cacheDir: dataDir, checkpointsDir: dataDir },
      launch: () => trainerLaunch(scriptedTrainer),
      limits: { ...defaultLimits, ...quickLimits, ...limits },
      publish: () => undefined,
      reportBug: (bug) => bugs.push(bug),
    };
    return new RunQueue(context);
  };

  it('ends a run with what is stored so far, and says why', async () => {
    // An empty database has about 50 pages; the run fills the rest within some thousand steps.
    temporary = new TemporaryStore({ maxPages: 100 });
    const { store } = temporary;
    const queue = queueOn();
    queue.open();
    const runId = queue.add(scripted('steps:1000000'), { threads: 1 });
    await queue.whenEnded(runId);
    const run = store.runs.get(runId)?.summary;
    expect(run).toMatchObject({ state: 'interrupted', error: { kind: 'expected', code: 'out-of-disk' } });
    expect(run?.step).toBeGreaterThan(0);
    const { losses } = store.metrics.series(runId, 1);
    expect(losses).toHaveLength(run?.step ?? 0);
    expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
    expect(bugs).toEqual([]);
    await queue.close('kill');
  });

  it('notes no checkpoint from beyond what it could record', async () => {
    temporary = new TemporaryStore({ maxPages: 100 });
    const { store } = temporary;
    const queue = queueOn();
    queue.open();
    const runId = queue.add(scripted('steps:1000000 save:50'), { threads: 1 });
    await queue.whenEnded(runId);
    const step = store.runs.get(runId)?.summary.step ?? 0;
    const noted = store.checkpoints.of(runId).map((checkpoint) => checkpoint.step);
    expect(noted.length).toBeGreaterThan(0);
    expect(noted.filter((checkpoint) => checkpoint > step)).toEqual([]);
    await queue.close('kill');
  });

  it('lets a person make room, after which everything works again', async () => {
    temporary = new TemporaryStore({ maxPages: 100 });
    const full = queueOn();
    full.open();
    const runId = full.add(scripted('steps:1000000'), { threads: 1 });
    await full.whenEnded(runId);
    await full.close('kill');
    await temporary.reopen({ checkFully: true });
    const queue = queueOn();
    queue.open();
    const next = queue.add(scripted('steps:10'), { threads: 1 });
    await queue.whenEnded(next);
    expect(temporary.store.runs.get(next)?.summary.state).toBe('finished');
    await queue.close('kill');
  });

  it('starts no run that would only fail: the queue waits for room', async () => {
    temporary = new TemporaryStore();
    const waiting = queueOn({ freeBytes: Number.MAX_SAFE_INTEGER });
    waiting.open();
    const runId = waiting.add(scripted('steps:3'), { threads: 1 });
    expect(temporary.store.runs.get(runId)?.summary).toMatchObject({
      state: 'queued',
      error: { code: 'out-of-disk', message: expect.stringMatching(/needed, .* free in/) as string },
    });
    await waiting.close('checkpoint');
    const queue = queueOn();
    queue.open();
    await queue.whenEnded(runId);
    expect(temporary.store.runs.get(runId)?.summary).toMatchObject({ state: 'finished', error: null });
    await queue.close('checkpoint');
  });
});

const why = canMountDisks ? '' : ' (skipped: no small disk can be mounted here)';
describe.skipIf(!canMountDisks)(`a real disk of a few megabytes${why}`, () => {
  let disk: SmallDisk;
  let lab: Lab;
  beforeEach(() => {
    disk = mountSmallDisk(3);
  });
  afterEach(async () => {
    await lab.close({ mode: 'kill' });
    disk.remove();
  });

  it('fills up in the middle of a run: told, kept whole, and gone on with once there is room', async () => {
    lab = await openScriptedLab(disk.path, { limits: { freeBytes: 0 } });
    const runId = lab.startRun(scripted('steps:1000000'));
    const waiting = lab.startRun(scripted('steps:5'));
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({
      state: 'interrupted',
      error: { code: 'out-of-disk', message: expect.stringContaining('no space left') as string },
    });
    const { losses } = await lab.api.getLosses({ runId, fromStep: 1 });
    expect(losses).toHaveLength(run.step);
    expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
    expect(run.step).toBeGreaterThan(1000);

    disk.resize(64);
    expect(await lab.waitForRun(waiting)).toMatchObject({ state: 'finished', step: 5 });
    await lab.close();
    const db = new Database(join(disk.path, 'lab.sqlite'));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  it('has no room for a backup: the lab opens all the same and leaves no half of one', async () => {
    lab = await openScriptedLab(disk.path, { limits: { freeBytes: 0 } });
    await lab.waitForRun(lab.startRun(scripted('steps:2000')));
    await lab.close();
    const { bavail, bsize } = statfsSync(disk.path);
    writeFileSync(join(disk.path, 'another program’s file'), Buffer.alloc(bavail * bsize - 100_000));
    lab = await openScriptedLab(disk.path);
    expect(await lab.api.listRuns({})).toHaveLength(1);
    await lab.close();
    expect(readdirSync(join(disk.path, 'backups'))).toEqual([]);
    const log = readFileSync(join(disk.path, 'logs', 'lab.log'), 'utf8');
    expect(log).toMatch(/^\S+ no daily backup: no space left to write the database: \S+\. Free some space/);
  });

  it('has no room for an import: refused before it starts, with what is needed', async () => {
    lab = await openScriptedLab(disk.path);
    const config = { source: 'embedded', categories: null, testShare: 0.25, shuffleSeed: 42 } as const;
    await expect(lab.importDataset(config)).rejects.toMatchObject({
      code: 'out-of-disk',
      message: expect.stringMatching(/not enough disk space to import: .* needed, .* free/) as string,
    });
    expect(lab.listDatasets()).toEqual([]);
  });

  it('has no room for attention or for shared runs: refused before a byte of them is written', async () => {
    const elsewhere = temporaryFolder();
    try {
      const attention = join(elsewhere.path, 'attention.npy');
      const values = Array.from({ length: 4 * 256 * 256 }, () => 1 / 256);
      const shape = [1, 4, 256, 256];
      writeFileSync(attention, npy({ shape, type: 'f4', big: false, fortran: false, values }));
      const shared = join(elsewhere.path, 'shared.attlab');
      const other = await openScriptedLab(join(elsewhere.path, 'lab'));
      const runId = other.startRun(scripted('steps:20000'));
      await other.waitForRun(runId);
      await other.api.exportRuns({ runIds: [runId], path: shared, documents: true, comparison: null });
      await other.close();

      lab = await openScriptedLab(disk.path);
      const { bavail, bsize } = statfsSync(disk.path);
      writeFileSync(join(disk.path, 'another program’s file'), Buffer.alloc(bavail * bsize - 500_000));
      const before = readdirSync(disk.path);
      const refusal =
        /^not enough disk space to import: \d+ MB needed, \d+ MB free in .*\. Free some space, or/;
      for (const [method, input] of [
        ['importAttention', { path: attention, rows: 'keys' }],
        ['importRuns', { path: shared }],
      ] as const) {
        const reply = await lab.dispatch(method, input);
        expect(reply.ok).toBe(false);
        const error = reply.ok ? null : fromErrorMessage(reply.error);
        expect(error).toMatchObject({
          code: 'out-of-disk',
          sentence: expect.stringMatching(refusal) as string,
        });
      }
      expect(readdirSync(disk.path)).toEqual(before);
      expect(await lab.api.listRuns({})).toEqual([]);
      expect(await lab.api.listImports({})).toEqual([]);

      disk.resize(64);
      expect(await lab.dispatch('importRuns', { path: shared })).toMatchObject({ ok: true });
      expect(await lab.dispatch('importAttention', { path: attention, rows: 'keys' })).toMatchObject({
        ok: true,
      });
    } finally {
      elsewhere.remove();
    }
  });
});
