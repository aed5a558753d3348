import { describe, expect, it } from 'vitest';
import { engineFactories, loadEngineFactory } from '../../../src/lab/engine/registry.ts';
import type { EngineName } from '../../../src/shared/experiment.ts';

describe('the registry of engines', () => {
  it('loads the reference engine by its name', async () => {
    expect((await loadEngineFactory('reference')).name).toBe('reference');
  });

  it('refuses a name it does not know and lists those it does', async () => {
    await expect(loadEngineFactory('abacus' as EngineName)).rejects.toMatchObject({
      code: 'engine-missing',
      message: 'unknown engine: abacus',
      hint: expect.stringContaining('reference') as string,
    });
    expect(Object.keys(engineFactories)).toContain('reference');
  });
});
