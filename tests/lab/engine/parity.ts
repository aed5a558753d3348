import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  adamTensors,
  weightTensors,
  type Engine,
  type EngineFactory,
  type EngineOptions,
} from '../../../src/lab/engine/engine.ts';
import { parityCases, type ParityCase } from './oracle.ts';

export interface ParityOptions extends Partial<EngineOptions> {
  /** Largest difference from PyTorch's losses and attention; default 1e-4. */
  readonly tolerance?: number;
  /** Whether equal work must give equal bits (default), or only agree to the tolerance. */
  readonly sameBits?: boolean;
}

/** What every engine owes: PyTorch's numbers on the small grid, and the contract of engine.ts. Call it in a test file. */
export function describeParity(factory: EngineFactory, options: ParityOptions = {}): void {
  const { tolerance = 1e-4, sameBits = true, threads = 1, dataDir = tmpdir() } = options;
  const same = (values: ArrayLike<number>, expected: ArrayLike<number>): void => {
    if (sameBits) expect(values).toEqual(expected);
    else expect(largestGap(values, expected)).toBeLessThan(tolerance);
  };

  /** Runs `use` on a new engine of a case and disposes of it, whatever happens. */
  const withEngine = async <Value>(
    { model, data }: ParityCase,
    use: (engine: Engine) => Promise<Value>,
  ): Promise<Value> => {
    const engine = await factory.create(model, data, { threads, dataDir });
    try {
      return await use(engine);
    } finally {
      await engine.dispose();
    }
  };
  const train = (engine: Engine, sequences: readonly Int32Array[]): number[] =>
    sequences.map((rows) => engine.step(rows));

  describe(`the ${factory.name} engine follows PyTorch`, () => {
    it.each(parityCases)('$title', async (parity) => {
      await withEngine(parity, async (engine) => {
        await engine.initialise(parity.seed);
        const losses = train(engine, parity.sequences);
        expect(largestGap(losses, parity.losses)).toBeLessThan(tolerance);
        const attention = engine.attention('test', parity.testRows);
        expect(largestGap(attention, parity.attention)).toBeLessThan(tolerance);
        expect(engine.stepCount).toBe(parity.sequences.length);
      });
    });
  });

  describe(`the ${factory.name} engine keeps the contract`, () => {
    const adam = caseWith((parity) => parity.model.optimiser === 'adam' && parity.model.heads > 1);
    const sgd = caseWith((parity) => parity.model.optimiser === 'sgd');

    it('says which engine it is and on what it runs', () =>
      withEngine(adam, (engine) => {
        expect(engine.info.name).toBe(factory.name);
        expect(engine.info.version).not.toBe('');
        expect(engine.info.device).not.toBe('');
        expect(engine.model).toEqual(adam.model);
        expect(factory.estimateBytes(adam.model, adam.data)).toBeGreaterThan(2 ** 20);
        return Promise.resolve();
      }));

    it('gives the same bits for the same seed, also when one engine starts anew', () =>
      withEngine(adam, async (engine) => {
        await engine.initialise(7);
        const first = train(engine, adam.sequences);
        await engine.initialise(7);
        expect(engine.stepCount).toBe(0);
        same(train(engine, adam.sequences), first);
      }));

    it('does not change by being looked at', () =>
      withEngine(adam, async (engine) => {
        await engine.initialise(adam.seed);
        const losses = adam.sequences.map((rows) => {
          engine.attention('train', rows);
          engine.attention('test', adam.testRows.subarray(0, 2));
          return engine.step(rows);
        });
        expect(largestGap(losses, adam.losses)).toBeLessThan(tolerance);
      }));

    it('gives the attention of a shorter sequence, and of two documents', () =>
      withEngine(adam, async (engine) => {
        await engine.initialise(adam.seed);
        const { heads } = adam.model;
        for (const length of [2, adam.model.sequenceLength - 1]) {
          const attention = engine.attention('train', adam.sequences[0]!.subarray(0, length));
          expect(attention.length).toBe(heads * length * length);
          expect(attention.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
      }));

    it.each([
      { name: 'Adam', parity: adam, tensors: adamTensors },
      { name: 'SGD', parity: sgd, tensors: weightTensors },
    ])('goes on from its state read out and written into another engine: $name', async (item) => {
      const { parity, tensors } = item;
      const rows = parity.model.heads * parity.model.headDim;
      const [early, late] = [parity.sequences.slice(0, 6), parity.sequences.slice(6)];
      await withEngine(parity, async (engine) => {
        await engine.initialise(parity.seed);
        train(engine, early);
        await withEngine(parity, async (other) => {
          await other.initialise(parity.seed + 1);
          for (const tensor of tensors) {
            // Row by row and from the end: chunks may come in any size and order.
            for (let row = rows - 1; row >= 0; row -= 1) {
              await other.writeRows(tensor, row, await engine.readRows(tensor, row, row + 1));
            }
          }
          other.setStepCount(engine.stepCount);
          expect(other.stepCount).toBe(6);
          same(train(other, late), train(engine, late));
          for (const tensor of tensors) {
            same(await other.readRows(tensor, 0, rows), await engine.readRows(tensor, 0, rows));
          }
        });
      });
    });

    it('hands out copies of its weights, the seed’s own before any step', () =>
      withEngine(sgd, async (engine) => {
        await engine.initialise(sgd.seed);
        const { heads, headDim, features } = sgd.model;
        const weights = await engine.readRows('A_K', 0, heads * headDim);
        expect(weights.length).toBe(heads * headDim * features);
        const kept = Float32Array.from(weights);
        weights.fill(0);
        expect(await engine.readRows('A_K', 0, heads * headDim)).toEqual(kept);
      }));

    it('returns a loss that is not finite instead of throwing', () =>
      withEngine(sgd, async (engine) => {
        await engine.initialise(sgd.seed);
        const { heads, headDim, features } = sgd.model;
        await engine.writeRows('A_K', 0, new Float32Array(heads * headDim * features).fill(Number.NaN));
        expect(Number.isFinite(engine.step(sgd.sequences[0]!))).toBe(false);
      }));
  });
}

/** NaN if any value is, or if there are not as many: no comparison passes it by. */
export function largestGap(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (values.length !== expected.length) return Number.NaN;
  let gap = 0;
  for (let i = 0; i < values.length; i += 1) {
    const difference = Math.abs(values[i]! - expected[i]!);
    if (Number.isNaN(difference)) return difference;
    gap = Math.max(gap, difference);
  }
  return gap;
}

function caseWith(wanted: (parity: ParityCase) => boolean): ParityCase {
  const found = parityCases.find(wanted);
  if (found === undefined) throw new Error('the oracle lacks a case that the contract needs');
  return found;
}
