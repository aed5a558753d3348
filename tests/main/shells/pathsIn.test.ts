import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiMethods, contract } from '../../../src/shared/api.ts';
import { pathsIn, pathUse, withPaths } from '../../../src/main/shells/pathsIn.ts';

const dataset = { source: 'folder', path: '/etc' };
/** Every method that takes a path, with an input that names one. */
const withPath: readonly (readonly [method: string, input: unknown])[] = [
  ['startRun', { experiment: { dataset } }],
  ['startRuns', { experiment: { dataset }, seeds: [0] }],
  ['estimate', { experiment: { dataset } }],
  ['importDataset', { dataset }],
  ['inspectPath', { path: '/etc' }],
  ['previewTable', { path: '/etc' }],
  ['inspectImport', { path: '/etc' }],
  ['importAttention', { path: '/etc' }],
  ['importRuns', { path: '/etc' }],
  ['exportRuns', { path: '/etc', runIds: ['abcd1234'] }],
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

  it.each(withPath)('are changed in %s, and nothing else is', (method, input) => {
    const changed = withPaths(method, input, (path) => `${path}/hosts`);
    expect(changed).toEqual(JSON.parse(JSON.stringify(input).replaceAll('/etc', '/etc/hosts')));
    expect(pathsIn(method, input)).toEqual(['/etc']);
  });

  it.each([
    {},
    { dataset: { source: 'embedded' } },
    { experiment: { dataset: { source: 'embedded' } } },
    null,
  ])('leave %j as it is, where there is none', (input) => {
    for (const method of ['startRun', 'importDataset', 'inspectPath']) {
      expect(withPaths(method, input, () => '/etc')).toStrictEqual(input);
    }
  });

  it('are written to by what writes files for a person, and by nothing else', () => {
    expect(apiMethods.filter((method) => pathUse(method) === 'write')).toEqual([
      'exportRuns',
      'saveFigure',
      'saveAttentionPage',
    ]);
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
