import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCheckpoints } from '../../../src/lab/checkpoint/folders.ts';
import type { TrainJob } from '../../../src/lab/training/train.ts';
import { lossesOf, ofType, openBench, runHere, type Bench } from './runHere.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.remove());

describe.each(['reference', 'wasm'] as const)('a run forked from another, on %s', (engine) => {
  let parent: TrainJob;
  beforeAll(() => {
    parent = bench.job({ engine }, `parent-${engine}`);
  });
  const weights = async (): Promise<string> => (await listCheckpoints(parent.runCheckpointsDir))[0]!.folder;

  it('begins at step 0 with the weights of its parent: it is tested as the parent was at its end', async () => {
    const before = ofType(await runHere(parent), 'evaluation');
    const job = { ...bench.job({ engine, seed: 9 }, `fork-${engine}`), weightsFrom: await weights() };
    const events = await runHere(job);
    const [first] = ofType(events, 'evaluation');
    expect(first!.evaluation).toMatchObject({ epoch: 0, step: 0 });
    expect(first!.evaluation.metrics.loss).toBeCloseTo(before.at(-1)!.evaluation.metrics.loss, 5);
    expect(lossesOf(events).size).toBe(job.experiment.training.epochs * 11);
  });

  it('may train otherwise, but not with weights of another size', async () => {
    const other = bench.job({ engine, training: { optimiser: 'sgd', learningRate: 0.1 } }, `sgd-${engine}`);
    await expect(runHere({ ...other, weightsFrom: await weights() })).resolves.toBeDefined();
    const larger = bench.job({ engine, model: { headDim: 6 } }, `larger-${engine}`);
    await expect(runHere({ ...larger, weightsFrom: await weights() })).rejects.toThrow(
      /headDim: 5 instead of 6/,
    );
  });

  it('says that its weights were deleted while it waited, not that they are damaged', async () => {
    const gone = join(parent.runCheckpointsDir, 'step-000009');
    const job = { ...bench.job({ engine }, `orphan-${engine}`), weightsFrom: gone };
    await expect(runHere(job)).rejects.toMatchObject({
      code: 'not-found',
      message: 'the checkpoint to begin with was deleted: step-000009 of the run forked from',
    });
  });
});
