import { existsSync, mkdirSync, rmSync, writeFileSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabEvent } from '../../src/shared/api.ts';
import { CancelledError } from '../../src/shared/errors.ts';
import { asRunId, type RunId } from '../../src/shared/ids.ts';
import type { Lab } from '../../src/main/lab.ts';
import { openScriptedLab, runWhere, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';

describe('a lab', () => {
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

  it('trains a run from the queue to its end and keeps all it was told', async () => {
    const runId = lab.startRun(scripted('steps:30'), { threads: 1 });
    const run = await lab.waitForRun(runId);
    expect(run).toMatchObject({
      state: 'finished',
      step: 30,
      error: null,
      engine: { name: 'reference', threads: 1 },
      shape: { totalSteps: 30, classes: ['left', 'right'] },
      environment: { processor: 'scripted' },
      lastEvaluation: { epoch: 1, step: 30 },
      secondsPerStep: 0.01,
      peakRssBytes: 123_456_789,
      baselines: [{ id: 'uniform' }],
      probes: [{ sequence: 0, length: 2, tokens: ['left 1', 'right 1'] }],
      snapshotSteps: [0, 5, 10, 15, 20, 25, 30],
      log: [{ level: 'info', message: 'from step 0' }],
    });
    expect(run.evaluations.map((evaluation) => evaluation.epoch)).toEqual([0, 1]);
    const { losses, seconds } = await lab.api.getLosses({ runId, fromStep: 1 });
    expect(losses).toHaveLength(30);
    expect([losses.at(-1), Math.min(...losses)]).toEqual([run.lastLoss, run.bestLoss]);
    expect(seconds[9]).toBeCloseTo(0.1, 12);
    expect(lab.trainReport(runId)).toMatchObject({
      step: 30,
      test: { losses: Float64Array.of(-0.5, -0.6) },
    });
  });

  it('shows the documents behind a run’s attention', async () => {
    const runId = lab.startRun(scripted(''));
    await lab.waitForRun(runId);
    const bundle = await lab.api.getAttention({ runId, step: 12, sequence: 0 });
    expect(bundle).toMatchObject({
      layers: 1,
      heads: 2,
      keys: 2,
      queries: 2,
      groups: ['left', 'right'],
      meta: { origin: { kind: 'run', runId, step: 10, sequence: 0 }, normalisedOver: 'keys', range: 'unit' },
    });
    expect(bundle.values[0]).toBeCloseTo(0.01, 6);
    const hashes = bundle.keyTokens.flatMap((token) => token.documentHash ?? []);
    expect(await lab.api.getDocuments({ hashes })).toMatchObject([
      { title: 'Title 4', text: 'The text of document 4, ünïcode included.' },
      { title: 'Title 5' },
    ]);
  });

  it('tells of steps, snapshots and changes after they can be read', async () => {
    const events: LabEvent[] = [];
    const unread: LabEvent[] = [];
    lab.onEvent((event) => {
      events.push(event);
      if (event.type !== 'steps') return;
      const stored = lab.api.getLosses({ runId: event.runId, fromStep: event.firstStep });
      if (stored instanceof Promise || stored.losses.length < event.losses.length) unread.push(event);
    });
    const runId = lab.startRun(scripted('steps:60 pace:1'));
    await lab.waitForRun(runId);
    const steps = events.flatMap((event) => (event.type === 'steps' ? [event] : []));
    expect(steps.reduce((sum, event) => sum + event.losses.length, 0)).toBe(60);
    expect(steps[0]?.firstStep).toBe(1);
    expect(unread).toEqual([]);
    const types = new Set(events.map((event) => event.type));
    expect([...types].sort()).toEqual(['log', 'runs-changed', 'snapshot', 'steps']);
  });

  it('reports a listener that throws, and goes on telling the others', async () => {
    const heard: LabEvent[] = [];
    lab.onEvent(() => {
      throw new Error('a faulty listener');
    });
    const stop = lab.onEvent((event) => heard.push(event));
    const runId = lab.startRun(scripted(''));
    await lab.waitForRun(runId);
    expect(heard.length).toBeGreaterThan(0);
    stop();
    const before = heard.length;
    await lab.api.updateRun({ runId, starred: true });
    expect(heard).toHaveLength(before);
    expect(existsSync(join(folder.path, 'logs', 'lab.log'))).toBe(true);
  });

  it('trains one run after the other, in the order they were started', async () => {
    const ids = [scripted('steps:30 pace:1'), scripted('steps:5'), scripted('steps:5')].map((experiment) =>
      lab.startRun(experiment),
    );
    const together: string[] = [];
    lab.onEvent(() => {
      const running = (lab.api.listRuns({}) as readonly { state: string; id: string }[]).filter(
        (run) => run.state === 'running',
      );
      if (running.length > 1) together.push(...running.map((run) => run.id));
    });
    const runs = await Promise.all(ids.map((id) => lab.waitForRun(id)));
    expect(together).toEqual([]);
    const ends = runs.map((run) => run.endedAt ?? '');
    expect(ends).toEqual([...ends].sort());
    expect(runs.map((run) => run.state)).toEqual(['finished', 'finished', 'finished']);
  });

  it('leaves a queue that was closed for the next opening', async () => {
    const first = lab.startRun(scripted('steps:1000 pace:5'));
    const second = lab.startRun(scripted('steps:3'));
    await runWhere(lab, first, (run) => run.step > 3);
    const waiting = lab.waitForRun(second);
    const cancelled = expect(waiting).rejects.toThrow(CancelledError);
    await lab.close();
    await cancelled;
    lab = await openScriptedLab(folder.path);
    expect(await lab.waitForRun(second)).toMatchObject({ state: 'finished', step: 3 });
    const run = await lab.waitForRun(first);
    expect(run).toMatchObject({ state: 'interrupted', error: null });
    expect(run.checkpoints).toHaveLength(1);
  });

  it('starts nothing when told not to', async () => {
    await lab.close();
    lab = await openScriptedLab(folder.path, { startQueue: false });
    const runId = lab.startRun(scripted('steps:2'));
    expect(await lab.api.getRun({ runId })).toMatchObject({ state: 'queued' });
    await lab.close();
    lab = await openScriptedLab(folder.path);
    expect(await lab.waitForRun(runId)).toMatchObject({ state: 'finished' });
  });

  it('removes a deleted run for good with its checkpoints, and no other', async () => {
    const kept = lab.startRun(scripted('save:10'));
    const gone = lab.startRun(scripted('save:10'));
    await lab.waitForRun(gone);
    await lab.api.deleteRuns({ runIds: [gone] });
    await lab.purgeRuns([kept, gone]);
    const checkpoints = (runId: string): boolean => existsSync(join(folder.path, 'checkpoints', runId));
    expect([checkpoints(kept), checkpoints(gone)]).toEqual([true, false]);
    expect(await lab.api.listRuns({})).toMatchObject([{ id: kept }]);
  });

  it('gives many runs at once, with their losses as a chart needs them, but none that was deleted', async () => {
    const runIds = [lab.startRun(scripted('steps:30')), lab.startRun(scripted('steps:300'))];
    for (const runId of runIds) await lab.waitForRun(runId);
    const [first, second] = runIds as [RunId, RunId];
    const wanted = { runIds: [second, first, asRunId('never123')] };
    expect(await lab.api.getRuns(wanted)).toEqual([
      await lab.api.getRun({ runId: second }),
      await lab.api.getRun({ runId: first }),
    ]);
    const [losses, ...others] = await lab.api.getLossesOf({ ...wanted, withSeconds: false });
    const exact = await lab.api.getLosses({ runId: second, fromStep: 1 });
    expect(losses).toEqual({
      runId: second,
      losses: Float32Array.from(exact.losses),
      seconds: new Float64Array(0),
    });
    expect(others.map(({ runId }) => runId)).toEqual([first]);
    await lab.api.deleteRuns({ runIds: [second] });
    expect((await lab.api.getRuns(wanted)).map(({ id }) => id)).toEqual([first]);
    const [left, ...none] = await lab.api.getLossesOf({ ...wanted, withSeconds: true });
    expect(none).toEqual([]);
    expect(left).toMatchObject({
      runId: first,
      seconds: (await lab.api.getLosses({ runId: first, fromStep: 1 })).seconds,
    });
  });

  it('imports a dataset with its documents, and lists it', async () => {
    const stages: string[] = [];
    const manifest = await lab.importDataset(
      { source: 'embedded', categories: null, testShare: 0.25, shuffleSeed: 42 },
      { onProgress: (progress) => stages.push(progress.stage) },
    );
    expect(stages).toEqual(['reading']);
    expect(lab.listDatasets()).toMatchObject([{ hash: manifest.hash, trainDocuments: 4 }]);
    expect(lab.datasetDocuments(manifest.hash)).toHaveLength(8);
  });

  it('passes on why a dataset cannot be imported', async () => {
    const config = {
      source: 'folder',
      path: join(folder.path, 'x'),
      categories: null,
      testShare: 0.25,
      shuffleSeed: 42,
    } as const;
    await expect(lab.importDataset(config)).rejects.toMatchObject({
      code: 'bad-dataset',
      message: 'no such folder: x',
      hint: 'Choose another',
    });
  });

  it('ends an import that is cancelled, by its caller or by closing', async () => {
    const config = {
      source: 'table',
      path: 'x.csv',
      format: 'auto',
      textColumn: 'text',
      labelColumn: 'label',
      splitColumn: null,
      categories: null,
      testShare: 0.25,
      shuffleSeed: 42,
    } as const;
    const abort = new AbortController();
    const importing = lab.importDataset(config, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(importing).rejects.toThrow(CancelledError);
    await expect(lab.importDataset(config, { signal: abort.signal })).rejects.toThrow(CancelledError);
    const closing = expect(lab.importDataset(config, { onProgress: () => void lab.close() })).rejects.toThrow(
      CancelledError,
    );
    await closing;
  });

  it('asks the trainer what engines there are', async () => {
    expect(await lab.doctor()).toMatchObject({ engines: [{ name: 'reference', available: true }] });
  });

  it('opens read-only beside the one that writes, and changes nothing', async () => {
    const runId = lab.startRun(scripted('steps:5'));
    await lab.waitForRun(runId);
    await expect(openScriptedLab(folder.path, { door: 'second' })).rejects.toMatchObject({ code: 'busy' });
    const reader = await openScriptedLab(folder.path, { readOnly: true });
    expect(reader.readOnly).toBe(true);
    expect(await reader.api.listRuns({})).toMatchObject([{ id: runId, state: 'finished' }]);
    expect(() => reader.startRun(scripted(''))).toThrow(/read-only/);
    expect(await reader.dispatch('updateRun', { runId, name: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(await reader.waitForRun(runId)).toMatchObject({ state: 'finished' });
    await reader.close();
  });

  it('knows checkpoints that were written but not noted before it died', async () => {
    const runId = lab.startRun(scripted('save:10 steps:20'));
    await lab.waitForRun(runId);
    await lab.close();
    const run = join(folder.path, 'checkpoints', runId);
    mkdirSync(join(run, 'ckpt-000099'));
    const manifest = { format: 'attention-lab-checkpoint', version: 1, step: 15, resumable: true, files: [] };
    mkdirSync(join(run, 'ckpt-000015'));
    writeFileSync(join(run, 'ckpt-000015', 'manifest.json'), JSON.stringify(manifest));
    // Beyond the last step that was recorded: a run that went on from it would miss what came between.
    mkdirSync(join(run, 'ckpt-000030'));
    writeFileSync(join(run, 'ckpt-000030', 'manifest.json'), JSON.stringify({ ...manifest, step: 30 }));
    mkdirSync(join(run, 'ckpt-000040.tmp-4194301'));
    writeFileSync(join(folder.path, 'cache', 'features-x.bin.1.tmp'), 'half');
    rmSync(join(run, 'ckpt-000010'), { recursive: true });
    // A lock whose process is gone is what a dead lab leaves.
    const dead = { pid: 2 ** 22 - 3, start: 'x', nonce: 'n', host: hostname() };
    writeFileSync(join(folder.path, 'lab.lock'), JSON.stringify({ ...dead, door: 'd', since: 's' }));
    lab = await openScriptedLab(folder.path);
    const { checkpoints } = await lab.api.getRun({ runId });
    expect(checkpoints.map((checkpoint) => checkpoint.step)).toEqual([15, 20]);
    expect(readdirSync(run).sort()).toEqual(['ckpt-000015', 'ckpt-000020', 'ckpt-000099']);
    expect(readdirSync(join(folder.path, 'cache'))).toEqual([]);
  });

  it('has no run that was never started', async () => {
    await expect(lab.waitForRun(asRunId('nobody00'))).rejects.toMatchObject({ code: 'not-found' });
    expect(lab.trainReport(asRunId('nobody00'))).toBeNull();
  });
});
