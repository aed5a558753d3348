import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiReply } from '../../../../src/shared/api.ts';
import { confine } from '../../../../src/main/shells/web/confine.ts';

describe('a confined lab', () => {
  let folder: string;
  let shared: string;
  let exports: string;
  let heard: unknown[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confine-'));
    shared = join(folder, 'shared');
    exports = join(folder, 'exports');
    heard = [];
    mkdirSync(join(shared, 'mine'), { recursive: true });
    mkdirSync(join(folder, 'shared-not'));
    mkdirSync(exports);
    symlinkSync(folder, join(shared, 'link'));
    symlinkSync(folder, join(exports, 'link'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (method: string, path: string): Promise<ApiReply> =>
    confine(
      {
        dispatch: (_method, input) => {
          heard.push(input);
          return Promise.resolve({ ok: true, value: null });
        },
        onEvent: () => () => undefined,
      },
      { read: [shared], write: [exports] },
    ).dispatch(method, { path, dataset: { path }, experiment: { dataset: { path } } });

  it.each([
    'startRun',
    'startRuns',
    'estimate',
    'importDataset',
    'inspectPath',
    'previewTable',
    'importRuns',
  ])('refuses %s with a path outside, before the lab hears of it', async (method) => {
    const outside = ['/etc', folder, join(folder, 'shared-not'), join(shared, 'link'), `${shared}/../x`];
    for (const path of [...outside, join(shared, 'link', 'not-there')]) {
      expect(await ask(method, path)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
    expect(heard).toEqual([]);
    expect((await ask(method, join(shared, 'mine'))).ok).toBe(true);
    expect((await ask(method, join(shared, 'mine', 'not-there'))).ok).toBe(true);
    expect((await ask(method, join(exports, 'a.attlab'))).ok).toBe(true);
  });

  it('lets a file be written among the exports alone, and through no link out of them', async () => {
    const outside = [
      join(shared, 'a.attlab'),
      join(folder, 'lab.sqlite'),
      join(exports, 'link', 'new.attlab'),
      join(exports, '..', 'a.attlab'),
    ];
    for (const path of outside) {
      expect(await ask('exportRuns', path)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
    expect(heard).toEqual([]);
    expect((await ask('exportRuns', join(exports, 'new.attlab'))).ok).toBe(true);
  });
});
