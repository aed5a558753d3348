import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointRows } from '../../../src/lab/explain/checkpointRows.ts';
import { initialRows } from '../../../src/lab/explain/initialRows.ts';
import type { Projection, WeightRows } from '../../../src/lab/explain/weightRows.ts';
import { TorchGenerator } from '../../../src/lab/random/torchGenerator.ts';
import { trainRun, type TrainedRun } from './trained.ts';

async function readAll(
  weights: WeightRows,
  projection: Projection,
  from = 0,
  to = weights.sizes.heads * weights.sizes.headDim,
): Promise<Float32Array> {
  const D = weights.sizes.features;
  const all = new Float32Array((to - from) * D);
  let next = from;
  for await (const { fromRow, count, values } of weights.read(projection, from, to)) {
    expect(fromRow).toBe(next);
    all.set(values, (fromRow - from) * D);
    next += count;
  }
  expect(next).toBe(to);
  return all;
}

describe('initial weights', () => {
  // Below and above the size that is drawn whole; with and without words that fill no chunk; more than one chunk.
  const sizes = [
    { heads: 2, headDim: 3, features: 7 },
    { heads: 1, headDim: 40, features: 2000 },
    { heads: 1, headDim: 41, features: 2001 },
    { heads: 3, headDim: 333, features: 2003 },
  ];

  it.each(sizes)('are those the engines draw, to the bit: $heads × $headDim × $features', async (size) => {
    const total = size.heads * size.headDim * size.features;
    const generator = new TorchGenerator(7);
    const expected = [generator.randn(total), generator.randn(total)];
    const weights = initialRows(size, 'normal', 7);
    expect(await readAll(weights, 'A_K')).toEqual(expected[0]);
    expect(await readAll(weights, 'A_Q')).toEqual(expected[1]);
    const scale = Math.fround(Math.sqrt(2 / size.features));
    const scaled = await readAll(initialRows(size, 'scaled', 7), 'A_Q');
    expect(scaled).toEqual(expected[1]!.map((value) => value * scale));
  });

  it('can be read from the middle', async () => {
    const weights = initialRows({ heads: 3, headDim: 333, features: 2003 }, 'normal', 7);
    const all = await readAll(weights, 'A_Q');
    expect(await readAll(weights, 'A_Q', 333, 666)).toEqual(all.slice(333 * 2003, 666 * 2003));
    expect(await readAll(weights, 'A_Q', 998, 999)).toEqual(all.slice(998 * 2003));
  });

  it('refuse rows that are not there', async () => {
    const weights = initialRows({ heads: 1, headDim: 3, features: 7 }, 'normal', 7);
    await expect(readAll(weights, 'A_K', 2, 4)).rejects.toThrow('no such rows of 1 heads of 3: 2 to 4');
  });
});

describe('weights of a checkpoint', () => {
  let run: TrainedRun;
  let copy: string;
  beforeAll(async () => {
    run = await trainRun({ engine: 'wasm', standardise: 'none' });
    copy = await mkdtemp(join(tmpdir(), 'rows-'));
  });
  afterAll(async () => {
    await run.remove();
    await rm(copy, { recursive: true, force: true });
  });

  it('are those the engine holds', async () => {
    const weights = await checkpointRows(run.checkpoint, run.engine.model);
    for (const projection of ['A_K', 'A_Q'] as const) {
      expect(await readAll(weights, projection)).toEqual(await run.engine.readRows(projection, 0, 10));
      expect(await readAll(weights, projection, 5, 10)).toEqual(await run.engine.readRows(projection, 5, 10));
    }
  });

  it('are refused for a model of another size', async () => {
    const other = { ...run.engine.model, headDim: 6 };
    await expect(checkpointRows(run.checkpoint, other)).rejects.toThrow(
      /is of another model: A_K has \d+ bytes/,
    );
  });

  it('are found out if a bit of them changed', async () => {
    const handle = await open(join(run.checkpoint, 'A_Q.f32'), 'r+');
    await handle.write(Buffer.from([77]), 0, 1, 101);
    await handle.close();
    const weights = await checkpointRows(run.checkpoint, run.engine.model);
    await readAll(weights, 'A_K');
    await expect(readAll(weights, 'A_Q')).rejects.toThrow('A_Q.f32 is not what was written');
  });

  it('are refused where there is no checkpoint', async () => {
    await expect(checkpointRows(copy, run.engine.model)).rejects.toThrow('damaged checkpoint');
  });
});
