import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fuzz, isClear } from '../../bench/fuzz/fuzz.ts';
import { fuzzTargets } from '../../bench/fuzz/targets/index.ts';
import { contract } from '../../src/shared/api.ts';
import { checkExperiment } from '../../src/shared/experiment.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';

/** A small seeded part of bench/fuzz.ts, which says how many cases each parser has stood. */
describe('what others wrote', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it.each(fuzzTargets.map((target) => [target.name, target] as const))(
    '%s: read or refused in words, whatever is in it',
    async (_, target) => {
      const tally = await fuzz(target, join(folder.path, 'fuzz'), { seed: 1, cases: 150 });
      expect(tally.cases).toBe(150);
      if (target.neverRefuses === true) expect(tally.refused).toBe(0);
      else expect(tally.refused).toBeGreaterThan(0);
    },
    // A checkpoint is flushed to the disk a case, which takes its time on a busy one.
    120_000,
  );
});

it('refuses what was found on the way: a path with a NUL, a setting that is left out', () => {
  const nul = { path: '/data/\0' };
  expect(contract.importRuns.input.safeParse(nul).success).toBe(false);
  expect(contract.inspectPath.input.safeParse(nul).success).toBe(false);
  const experiment = { version: 1, name: 'x', dataset: { source: 'folder', path: '\0' }, training: {} };
  expect(checkExperiment(experiment)).toMatchObject({
    ok: false,
    issues: [
      { path: 'dataset.path', message: 'not a path' },
      { path: 'training.learningRate', message: 'missing: expected number' },
    ],
  });
});

it('tells words from a stack, an object or nothing', () => {
  const clear = (message: string): boolean => isClear({ message });
  expect(clear('no such file: x')).toBe(true);
  for (const message of ['', 'undefined: x', 'no such file: [object Object]', 'x\n    at parse (a.ts:1:1)']) {
    expect(clear(message)).toBe(false);
  }
});
