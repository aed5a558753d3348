import { describe, expect, it } from 'vitest';
import { engineFactories, loadEngineFactory } from '../../../src/lab/engine/registry.ts';
import type { EngineName } from '../../../src/shared/experiment.ts';

describe('the registry of engines', () => {
  it.each(Object.keys(engineFactories) as EngineName[])('loads the %s engine by its name', async (name) => {
    expect((await loadEngineFactory(name)).name).toBe(name);
  });

  it('refuses a name it does not know and lists those it does', async () => {
    await expect(loadEngineFactory('abacus' as EngineName)).rejects.toMatchObject({
      code: 'engine-missing',
      message: 'unknown engine: abacus',
      hint: expect.stringContaining('reference') as string,
    });
    expect(Object.keys(engineFactories)).toEqual(expect.arrayContaining(['reference', 'wasm']));
  });
});
