import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiMethods, type ApiReply } from '../../src/shared/api.ts';
import { presets } from '../../src/shared/presets.ts';
import { makeDispatch } from '../../src/main/api/dispatch.ts';
import type { Lab } from '../../src/main/lab.ts';
import { openScriptedLab, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';

describe('the contract, answered by a lab', () => {
  const folder = temporaryFolder();
  let lab: Lab;
  let runId: string;
  beforeAll(async () => {
    lab = await openScriptedLab(folder.path);
    const id = lab.startRun(scripted('steps:5'));
    await lab.waitForRun(id);
    runId = id;
  });
  afterAll(async () => {
    await lab.close({ mode: 'kill' });
    folder.remove();
  });

  const call = (method: unknown, input: unknown): Promise<ApiReply> => lab.dispatch(method, input);
  const error = async (method: unknown, input: unknown): Promise<unknown> => {
    const reply = await call(method, input);
    expect(reply.ok).toBe(false);
    return reply.ok ? undefined : reply.error;
  };

  it('has a handler for every method', () => {
    expect(Object.keys(lab.api).sort()).toEqual([...apiMethods].sort());
  });

  it.each([undefined, null, 7, 'unknown', 'toString', '__proto__', 'constructor', {}, ['listRuns']])(
    'refuses the method %j',
    async (method) => {
      expect(await error(method, {})).toMatchObject({
        kind: 'expected',
        code: 'bad-input',
        message: expect.stringMatching(/^unknown method: /) as string,
      });
    },
  );

  it.each(apiMethods)('refuses a wrong input for %s in one sentence', async (method) => {
    for (const input of [undefined, null, 7, 'x', [], { unknown: 1 }, { runId: '../../etc' }]) {
      const message = await error(method, input);
      expect(message).toMatchObject({ kind: 'expected', code: 'bad-input' });
      expect(JSON.stringify(message)).toContain(`"${method}`);
    }
  });

  it('names the field that is wrong', async () => {
    expect(await error('getLosses', { runId, fromStep: 0 })).toMatchObject({
      message: expect.stringMatching(/^getLosses, fromStep: /) as string,
    });
    expect(await error('updateRun', { runId, name: ' ' })).toMatchObject({
      message: expect.stringMatching(/^updateRun, name: /) as string,
    });
  });

  it('says which lab this is', async () => {
    expect(await call('info', {})).toMatchObject({
      ok: true,
      value: { shell: 'web', dataDir: folder.path, platform: `${process.platform} ${process.arch}` },
    });
  });

  it('lists the presets and checks an experiment as one types', async () => {
    expect(await call('listPresets', {})).toEqual({ ok: true, value: presets });
    expect(await call('checkExperiment', { experiment: { version: 1 } })).toMatchObject({
      ok: true,
      value: { ok: false, issues: [{ path: 'name' }, { path: 'dataset' }, { path: 'training' }] },
    });
  });

  it('refuses to start an experiment with a misspelt setting', async () => {
    const experiment = { ...scripted(''), learnigRate: 1 };
    expect(await error('startRun', { experiment })).toMatchObject({
      code: 'bad-config',
      message: expect.stringContaining('"learnigRate"') as string,
    });
  });

  it('starts, shows, edits, deletes and restores a run', async () => {
    const started = await call('startRun', { experiment: scripted('steps:3') });
    const { runId: id } = (started as { value: { runId: string } }).value;
    await lab.waitForRun(id as never);
    expect(await call('getRun', { runId: id })).toMatchObject({ ok: true, value: { step: 3 } });
    expect(await call('updateRun', { runId: id, name: 'named', tags: ['a'], hidden: true })).toMatchObject({
      ok: true,
      value: { name: 'named', tags: ['a'], hidden: true, starred: false },
    });
    const changes = [
      { runId: id, tags: ['b', 'a'], starred: true },
      { runId, group: 'both' },
    ];
    expect(await call('updateRuns', { changes })).toEqual({ ok: true, value: null });
    expect(await call('listRuns', {})).toMatchObject({
      ok: true,
      value: [
        { id, name: 'named', tags: ['b', 'a'], starred: true, group: null },
        { id: runId, group: 'both', starred: false },
      ],
    });
    expect(await call('deleteRuns', { runIds: [id] })).toEqual({ ok: true, value: null });
    const half = {
      changes: [
        { runId, group: 'half' },
        { runId: id, group: 'half' },
      ],
    };
    expect(await error('updateRuns', half)).toMatchObject({ code: 'not-found' });
    expect(await call('getRun', { runId })).toMatchObject({ ok: true, value: { group: 'both' } });
    expect(await error('updateRun', { runId: id, name: 'again' })).toMatchObject({ code: 'not-found' });
    expect(await call('listRuns', {})).toMatchObject({ ok: true, value: [{ id: runId }] });
    expect(await call('restoreRuns', { runIds: [id] })).toEqual({ ok: true, value: null });
    expect(await call('listRuns', {})).toMatchObject({ ok: true, value: [{ id }, { id: runId }] });
  });

  it('gives large arrays as typed arrays', async () => {
    const losses = await call('getLosses', { runId, fromStep: 2 });
    expect(losses).toMatchObject({ ok: true, value: { runId, firstStep: 2 } });
    expect((losses as { value: { losses: unknown } }).value.losses).toBeInstanceOf(Float64Array);
    const attention = await call('getAttention', { runId });
    expect(attention).toMatchObject({ ok: true, value: { meta: { origin: { step: 5, sequence: 0 } } } });
    expect((attention as { value: { values: unknown } }).value.values).toBeInstanceOf(Float32Array);
  });

  it('says what there is when there is no such attention', async () => {
    expect(await error('getAttention', { runId, sequence: 9 })).toMatchObject({ code: 'not-found' });
    const queued = await call('startRun', { experiment: scripted('steps:3 early end:fail') });
    const { runId: id } = (queued as { value: { runId: string } }).value;
    await lab.waitForRun(id as never);
    await expect(error('getAttention', { runId: 'nobody00' })).resolves.toMatchObject({
      message: 'no such run: nobody00',
    });
  });

  it('logs a bug with its stack and answers it as a bug', async () => {
    const reported: unknown[] = [];
    const faulty = {
      ...lab.api,
      listRuns: () => {
        throw new TypeError('a bug');
      },
      getRun: () => Promise.reject(new Error('a later bug')),
    };
    const dispatch = makeDispatch(faulty, (bug, where) => reported.push([String(bug), where]));
    expect(await dispatch('listRuns', {})).toMatchObject({
      ok: false,
      error: { kind: 'bug', message: 'a bug', stack: expect.stringContaining('handlers.test') as string },
    });
    expect(await dispatch('getRun', { runId })).toMatchObject({ ok: false, error: { kind: 'bug' } });
    expect(reported).toEqual([
      ['TypeError: a bug', 'api listRuns'],
      ['Error: a later bug', 'api getRun'],
    ]);
  });

  it('writes no document and no input into the log', async () => {
    await call('startRun', { experiment: 'the text of a document' });
    await call('getDocuments', { hashes: ['the text of a document'] });
    let log = '';
    try {
      log = readFileSync(join(folder.path, 'logs', 'lab.log'), 'utf8');
    } catch {
      // Nothing was logged at all.
    }
    expect(log).not.toContain('the text of a document');
  });
});
