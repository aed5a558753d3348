import { describe, expect, it } from 'vitest';
import { adamTensors, type Engine, type EngineModel } from '../../../../src/lab/engine/engine.ts';
import { ReferenceEngine } from '../../../../src/lab/engine/reference.ts';
import { createWasmEngine, wasmEngineFactory } from '../../../../src/lab/engine/wasm/index.ts';
import { TorchGenerator } from '../../../../src/lab/random/torchGenerator.ts';
import { describeParity, largestGap } from '../parity.ts';
import { dataOf, modelOf, sequencesOf } from './smallModel.ts';

describeParity(wasmEngineFactory);

/** Everything a run can see: losses, attention and state after a few steps. */
interface Trace {
  readonly losses: readonly number[];
  readonly attention: Float32Array;
  readonly state: readonly Float32Array[];
}

interface TraceOptions {
  readonly threads?: number;
  readonly mostShardBytes?: number;
  readonly afterStep?: (engine: Engine) => unknown;
}

async function trace(model: EngineModel, options: TraceOptions = {}): Promise<Trace> {
  const data = dataOf(model);
  const engine = await createWasmEngine(model, data, options.threads ?? 1, options.mostShardBytes);
  try {
    await engine.initialise(11);
    const losses: number[] = [];
    for (const rows of sequencesOf(model, data, 6)) {
      losses.push(engine.step(rows));
      await options.afterStep?.(engine);
    }
    const attention = engine.attention('test', Int32Array.from([4, 3, 17]));
    const state: Float32Array[] = [];
    for (const tensor of adamTensors) {
      state.push(await engine.readRows(tensor, 0, model.heads * model.headDim));
    }
    return { losses, attention, state };
  } finally {
    await engine.dispose();
  }
}

describe('the wasm engine gives the same bits', () => {
  const models = [
    modelOf({ heads: 3, headDim: 50, features: 301, sequenceLength: 9 }),
    modelOf({ headDim: 83, features: 1700, headReduction: 'mean-loss', softmaxOver: 'queries' }),
    modelOf({ headDim: 2, features: 61 }),
  ];

  describe.each(models)('H = $heads, d = $headDim, D = $features', (model) => {
    it.each([2, 3, 5])('with %i threads as with one', async (threads) => {
      expect(await trace(model, { threads })).toEqual(await trace(model));
    });

    it('whether or not state is looked at between steps', async () => {
      const looked = trace(model, {
        afterStep: async (engine) => {
          engine.attention('train', Int32Array.from([1, 2]));
          await engine.readRows('A_Q', 0, 1);
          engine.setStepCount(engine.stepCount);
        },
      });
      expect(await looked).toEqual(await trace(model));
    });

    it('in several memories as in one', async () => {
      expect(await trace(model, { threads: 2, mostShardBytes: 2 ** 18 })).toEqual(await trace(model));
    });
  });
});

describe('the wasm engine agrees with the reference', () => {
  const sizes: Partial<EngineModel>[] = [
    { headDim: 1, features: 1, sequenceLength: 2 },
    { headDim: 3, features: 2, sequenceLength: 3, init: 'normal' },
    { heads: 7, headDim: 1, features: 13, sequenceLength: 5 },
    { heads: 2, headDim: 6, features: 40, sequenceLength: 512 },
    { headDim: 4, features: 8192, sequenceLength: 10 },
    { headDim: 2, features: 16_387, sequenceLength: 10, optimiser: 'sgd' },
    { heads: 5, headDim: 33, features: 257, sequenceLength: 31, headReduction: 'mean-loss' },
  ];

  it.each(sizes)('at %o', async (size) => {
    const model = modelOf(size);
    const data = dataOf(model, 600);
    const engine = await createWasmEngine(model, data, 2);
    const reference = new ReferenceEngine(model, data);
    try {
      await engine.initialise(2);
      await reference.initialise(2);
      for (const rows of sequencesOf(model, data, 3)) {
        expect(Math.abs(engine.step(rows) - reference.step(rows))).toBeLessThan(1e-5);
      }
      const rows = sequencesOf(model, data, 4)[3]!;
      const gap = largestGap(engine.attention('test', rows), reference.attention('test', rows));
      expect(gap).toBeLessThan(1e-4);
    } finally {
      await engine.dispose();
    }
  });
});

describe('the wasm engine starts from the weights torch draws', () => {
  const sizes: Partial<EngineModel>[] = [
    { headDim: 3, features: 1 },
    { headDim: 5, features: 3 },
    { headDim: 4, features: 4 },
    { heads: 3, headDim: 1, features: 7 },
    { heads: 2, headDim: 5, features: 37, init: 'normal' },
    { heads: 3, headDim: 130, features: 1001 },
    { headDim: 64, features: 640, optimiser: 'sgd' },
  ];

  it.each(sizes)('at %o', async (size) => {
    const model = modelOf(size);
    const total = model.heads * model.headDim * model.features;
    const scale = model.init === 'scaled' ? Math.fround(Math.sqrt(2 / model.features)) : 1;
    for (const threads of [1, 3]) {
      const engine = await createWasmEngine(model, dataOf(model), threads);
      try {
        await engine.initialise(9);
        const generator = new TorchGenerator(9);
        for (const tensor of ['A_K', 'A_Q'] as const) {
          const expected = generator.randn(total).map((value) => value * scale);
          expect(await engine.readRows(tensor, 0, model.heads * model.headDim)).toEqual(expected);
        }
      } finally {
        await engine.dispose();
      }
    }
  });

  it('and forgets the moments of an earlier run', async () => {
    const model = modelOf({});
    const data = dataOf(model);
    const engine = await createWasmEngine(model, data, 1);
    try {
      await engine.initialise(1);
      for (const rows of sequencesOf(model, data, 3)) engine.step(rows);
      await engine.initialise(1);
      for (const tensor of ['m_K', 'v_K', 'm_Q', 'v_Q'] as const) {
        expect((await engine.readRows(tensor, 0, 5)).every((value) => value === 0)).toBe(true);
      }
    } finally {
      await engine.dispose();
    }
  });
});

describe('the wasm engine settles Adam’s moments', () => {
  it('to zero where they are too small to matter, before they become denormal', async () => {
    const model = modelOf({});
    const raw = dataOf(model);
    const data = { ...raw, train: { ...raw.train, mean: 0 } };
    const engine = await createWasmEngine(model, data, 1);
    try {
      await engine.initialise(1);
      const moments = Float32Array.of(1, -1e-30, 1e-30, 1e-31, -1e-31, 1e-36, 1e-38);
      // Column by column of row 0; a sequence of empty documents leaves all gradients zero.
      for (const tensor of ['m_K', 'v_K'] as const) {
        const row = new Float32Array(model.features);
        row.set(tensor === 'm_K' ? moments : moments.map(Math.abs));
        await engine.writeRows(tensor, 0, row);
      }
      engine.setStepCount(62);
      const empty = new Int32Array(6).fill(3);
      engine.step(empty);
      expect((await engine.readRows('m_K', 0, 1))[3]).toBeGreaterThan(0);
      engine.step(empty);
      const firsts = await engine.readRows('m_K', 0, 1);
      expect(firsts[0]).toBeCloseTo(0.81, 6);
      expect(firsts[1]! / -0.81e-30).toBeCloseTo(1, 6);
      expect([...firsts.subarray(3, 7)].map(Math.abs)).toEqual([0, 0, 0, 0]);
      const seconds = await engine.readRows('v_K', 0, 1);
      expect(seconds[5]).toBeGreaterThan(0);
      expect(seconds[6]).toBe(0);
    } finally {
      await engine.dispose();
    }
  });
});

describe('the wasm engine recovers from a diverged state', () => {
  it('once all weights and moments are written anew, the rows that pad a block included', async () => {
    const model = modelOf({ heads: 2, headDim: 3 });
    const data = dataOf(model);
    const [first, second] = sequencesOf(model, data, 2);
    const engine = await createWasmEngine(model, data, 1);
    try {
      await engine.initialise(1);
      const state = [];
      for (const tensor of adamTensors) state.push(await engine.readRows(tensor, 0, 6));
      const expected = engine.step(first!);
      await engine.writeRows('A_K', 2, new Float32Array(model.features).fill(Number.NaN));
      expect(engine.step(second!)).toBeNaN();
      for (const [index, tensor] of adamTensors.entries()) await engine.writeRows(tensor, 0, state[index]!);
      engine.setStepCount(0);
      expect(engine.step(first!)).toBe(expected);
    } finally {
      await engine.dispose();
    }
  });
});

describe('the wasm engine refuses', () => {
  const model = modelOf({ optimiser: 'sgd' });
  const withEngine = async (use: (engine: Engine) => unknown): Promise<void> => {
    const engine = await createWasmEngine(model, dataOf(model), 1);
    try {
      await engine.initialise(0);
      await use(engine);
    } finally {
      await engine.dispose();
    }
  };

  it('sequences of the wrong length and documents that do not exist', () =>
    withEngine((engine) => {
      expect(() => engine.step(new Int32Array(5))).toThrow('a step takes 6 rows, not 5');
      expect(() => engine.step(new Int32Array(6).fill(40))).toThrow('no such document: 40');
      expect(() => engine.attention('test', new Int32Array(7))).toThrow('2 to 6 rows, not 7');
      expect(() => engine.attention('test', new Int32Array(1))).toThrow('2 to 6 rows, not 1');
      expect(() => engine.attention('test', Int32Array.of(0, -1))).toThrow('no such document: -1');
    }));

  it('rows that do not exist, parts of rows and the moments of SGD', () =>
    withEngine(async (engine) => {
      await expect(engine.readRows('A_K', 0, 6)).rejects.toThrow('no rows 0 to 6 of A_K');
      await expect(engine.readRows('A_K', -1, 2)).rejects.toThrow(RangeError);
      await expect(engine.writeRows('A_Q', 4, new Float32Array(2 * 37))).rejects.toThrow(RangeError);
      await expect(engine.writeRows('A_Q', 0, new Float32Array(36))).rejects.toThrow(RangeError);
      await expect(engine.readRows('m_K', 0, 1)).rejects.toThrow('SGD keeps no moments: m_K');
    }));

  it('work while its weights are drawn', () =>
    withEngine(async (engine) => {
      const drawing = engine.initialise(3);
      expect(() => engine.attention('test', Int32Array.of(0, 1))).toThrow('at work');
      await drawing;
    }));

  it('work once it was disposed of', async () => {
    const engine = await createWasmEngine(model, dataOf(model), 2);
    await engine.initialise(0);
    await engine.dispose();
    expect(() => engine.step(new Int32Array(6))).toThrow('disposed of');
    await expect(engine.readRows('A_K', 0, 1)).rejects.toThrow('disposed of');
    await engine.dispose();
  });
});
