import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../../../src/lab/engine/wasm/index.ts';
import { dataOf, modelOf, sequencesOf } from './smallModel.ts';

/** Every worker that was started since the test began. */
let workers: Worker[] = [];
const remember = (worker: Worker): void => void workers.push(worker);
beforeEach(() => {
  workers = [];
  process.on('worker', remember);
});
afterEach(() => process.off('worker', remember));

const model = modelOf({ heads: 2, headDim: 40, features: 900 });
const data = dataOf(model);
const sequences = sequencesOf(model, data, 4);

describe('the threads of the wasm engine', () => {
  it('are one fewer workers than asked for, and none is left after dispose', async () => {
    const engine = await createWasmEngine(model, data, 3);
    await engine.initialise(0);
    engine.step(sequences[0]!);
    expect(workers).toHaveLength(2);
    expect(workers.every((worker) => worker.threadId > 0)).toBe(true);
    await engine.dispose();
    expect(workers.map((worker) => worker.threadId)).toEqual([-1, -1]);
  });

  it('may be more than there are tasks', async () => {
    const tiny = modelOf({ headDim: 1 });
    const engine = await createWasmEngine(tiny, data, 4);
    await engine.initialise(0);
    expect(engine.step(Int32Array.of(0, 1, 2, 4, 5, 6))).toBeLessThan(0);
    await engine.dispose();
  });

  it('are missed: a step after one died says so, and never hangs', async () => {
    const engine = await createWasmEngine(model, data, 3);
    await engine.initialise(0);
    engine.step(sequences[0]!);
    await workers[1]!.terminate();
    expect(() => engine.step(sequences[1]!)).toThrow('a training thread stopped with code 1');
    await expect(engine.readRows('A_K', 0, 1)).rejects.toThrow('a training thread stopped');
    await expect(engine.initialise(0)).rejects.toThrow('a training thread stopped');
    await engine.dispose();
    expect(workers.map((worker) => worker.threadId)).toEqual([-1, -1]);
  });

  it('leave the event loop free while weights are drawn', async () => {
    const wide = modelOf({ headDim: 256, features: 8000 });
    const engine = await createWasmEngine(wide, dataOf(wide), 1);
    let turns = 0;
    const turn = (): NodeJS.Immediate => {
      turns += 1;
      return (next = setImmediate(turn));
    };
    let next = setImmediate(turn);
    await engine.initialise(0);
    clearImmediate(next);
    await engine.dispose();
    expect(turns).toBeGreaterThan(20);
  });
});
