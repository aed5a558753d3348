import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLab } from '../../src/main/lab.ts';
import type { Experiment } from '../../src/shared/experiment.ts';
import type { RunDetail } from '../../src/shared/run.ts';
import { quickLimits, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';
import { experimentWith } from '../lab/training/runHere.ts';

const eater = join(import.meta.dirname, '../fixtures/trainers/memoryEater.ts');

/** A control group that may take 300 MB, or null where this process may make none. */
function makeMemoryGroup(): string | null {
  const group = `attention-lab-test-${process.pid}`;
  const kinds = [
    ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
    ['/sys/fs/cgroup', 'memory.max'],
  ] as const;
  for (const [root, limit] of kinds) {
    try {
      mkdirSync(join(root, group));
      writeFileSync(join(root, group, limit), String(300 * 2 ** 20));
      return join(root, group);
    } catch {
      // Not this version of control groups, or not ours to make.
    }
  }
  return null;
}

const group = makeMemoryGroup();
const hasPrlimit = ((): boolean => {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
})();

describe('a trainer that eats memory', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    folder.remove();
  });

  /** Trains under a limit; another run afterwards shows that the lab goes on. */
  const train = async (limit: string, experiment: Experiment): Promise<RunDetail> => {
    vi.stubEnv('ATTENTION_LAB_TEST_LIMIT', limit);
    const lab = await openLab({
      dataDir: folder.path,
      trainerEntry: eater,
      threads: 1,
      limits: { ...quickLimits, silence: 30_000, term: 10_000, restarts: [] },
    });
    const run = await lab.waitForRun(lab.startRun(experiment));
    expect(await lab.api.listRuns({})).toHaveLength(1);
    await lab.close();
    return run;
  };

  it('until its heap is full: failed, and told which settings need less', async () => {
    expect(await train('heap', scripted(''))).toMatchObject({
      state: 'failed',
      error: {
        code: 'out-of-memory',
        message: 'the training process ran out of memory',
        hint: expect.stringContaining('fewer heads') as string,
      },
    });
  });

  const why = group === null ? ' (skipped: no control group can be made here)' : '';
  it.skipIf(group === null)(
    `until the kernel kills it: told that memory probably ran out${why}`,
    async () => {
      const run = await train(`group ${group ?? ''}`, scripted(''));
      if (group !== null) rmdirSync(group);
      expect(run).toMatchObject({
        state: 'interrupted',
        error: { code: 'out-of-memory', message: expect.stringContaining('killed from outside') as string },
      });
    },
  );

  it.skipIf(!hasPrlimit)('until the system refuses: the real trainer says so in the same words', async () => {
    await writeSmallDataset(join(folder.path, 'documents'));
    const experiment = experimentWith(join(folder.path, 'documents'), {
      engine: 'reference',
      model: { heads: 8, headDim: 200_000 },
      training: { learningRate: 0.001, epochs: 1, sequenceLength: 8 },
    });
    expect(await train('address', experiment)).toMatchObject({
      state: 'failed',
      step: 0,
      error: { kind: 'expected', code: 'out-of-memory' },
    });
  });
});
