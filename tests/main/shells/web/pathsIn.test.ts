import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiMethods, contract } from '../../../../src/shared/api.ts';
import { confine } from '../../../../src/main/shells/web/confine.ts';
import { pathsIn } from '../../../../src/main/shells/web/pathsIn.ts';

const dataset = { source: 'folder', path: '/etc' };
/** Every method that takes a path, with an input that names one. */
const withPath: readonly (readonly [method: string, input: unknown])[] = [
  ['startRun', { experiment: { dataset } }],
  ['startRuns', { experiment: { dataset }, seeds: [0] }],
  ['estimate', { experiment: { dataset } }],
  ['importDataset', { dataset }],
  ['inspectPath', { path: '/etc' }],
  ['previewTable', { path: '/etc' }],
];

/** Names of the keys an input schema has, at any depth. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' ? [...Object.keys(value as object), ...keysOf(value)] : keysOf(value),
  );
}

describe('the paths in a call', () => {
  it.each(withPath)('are found in %s', (method, input) => {
    expect(pathsIn(method, input)).toEqual(['/etc']);
  });

  it('are looked for in every method whose schema has one', () => {
    const named = apiMethods.filter((method) => {
      const json = z.toJSONSchema(contract[method].input, { unrepresentable: 'any', io: 'input' });
      return keysOf(json).includes('path');
    });
    expect(named).toEqual(expect.arrayContaining(['importDataset', 'inspectPath', 'previewTable']));
    for (const method of named) {
      const found = [...pathsIn(method, { path: '/etc' }), ...pathsIn(method, { dataset })];
      expect([method, found]).toEqual([method, ['/etc']]);
    }
  });

  it.each([undefined, null, 7, 'text', [], { path: 7 }, { path: null }, { dataset: null }])(
    'are none in %j, which the contract refuses later',
    (input) => {
      expect(pathsIn('inspectPath', input)).toEqual([]);
      expect(pathsIn('importDataset', input)).toEqual([]);
      expect(pathsIn('toString', input)).toEqual([]);
    },
  );
});

describe('a confined lab', () => {
  let folder: string;
  let shared: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confine-'));
    shared = join(folder, 'shared');
    mkdirSync(join(shared, 'mine'), { recursive: true });
    mkdirSync(join(folder, 'shared-not'));
    symlinkSync(folder, join(shared, 'link'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(withPath)('refuses %s with a path outside, before the lab hears of it', async (method, input) => {
    let heard = 0;
    const door = confine(
      {
        dispatch: () => Promise.resolve({ ok: true, value: (heard += 1) }),
        onEvent: () => () => undefined,
      },
      [shared],
    );
    const ask = (path: string): Promise<{ ok: boolean }> => {
      const named = JSON.parse(JSON.stringify(input).replaceAll('/etc', path)) as unknown;
      return door.dispatch(method, named);
    };
    expect(await ask('/etc')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    for (const path of [folder, join(folder, 'shared-not'), join(shared, 'link'), `${shared}/../x`]) {
      expect((await ask(path)).ok).toBe(false);
    }
    expect(heard).toBe(0);
    expect((await ask(join(shared, 'mine'))).ok).toBe(true);
    expect(heard).toBe(1);
  });
});
