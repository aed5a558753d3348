import { describe, expect, it } from 'vitest';
import { ReferenceEngine, referenceEngineFactory } from '../../../src/lab/engine/reference.ts';
import type { EngineModel } from '../../../src/lab/engine/engine.ts';
import { TorchGenerator } from '../../../src/lab/random/torchGenerator.ts';
import { parityCases, type ParityCase } from './oracle.ts';
import { describeParity, largestGap } from './parity.ts';

// Float64 arithmetic against a float64 oracle: only the rounding of the weights to float32 is left.
describeParity(referenceEngineFactory, { tolerance: 1e-5 });

describe('the reference engine in float32', () => {
  it.each(parityCases)('stays as near to PyTorch: $title', async (parity) => {
    const engine = new ReferenceEngine(parity.model, parity.data, { precision: 'float32' });
    await engine.initialise(parity.seed);
    const losses = parity.sequences.map((rows) => engine.step(rows));
    expect(largestGap(losses, parity.losses)).toBeLessThan(1e-4);
  });
});

describe('the reference engine’s gradient', () => {
  // With SGD at a rate of 1 a step subtracts the gradient itself.
  const cases = parityCases.map((parity) => ({
    ...parity,
    model: { ...parity.model, optimiser: 'sgd', learningRate: 1, init: 'scaled' } satisfies EngineModel,
  }));

  it.each(cases)('is that of finite differences: $title', async (parity) => {
    const rows = parity.sequences[0]!;
    for (const tensor of ['A_K', 'A_Q'] as const) {
      const engine = await startedEngine(parity);
      const before = await engine.readRows(tensor, 0, 1);
      engine.step(rows);
      const after = await engine.readRows(tensor, 0, 1);
      for (let c = 0; c < before.length; c += 5) {
        const gradient = before[c]! - after[c]!;
        const [above, below] = [Float32Array.from(before), Float32Array.from(before)];
        above[c]! += 2 ** -10;
        below[c]! -= 2 ** -10;
        const losses = [];
        for (const moved of [above, below]) {
          const probe = await startedEngine(parity);
          await probe.writeRows(tensor, 0, moved);
          losses.push(probe.step(rows));
        }
        const slope = (losses[0]! - losses[1]!) / (above[c]! - below[c]!);
        expect(Math.abs(gradient - slope)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
      }
    }
  });
});

describe('the reference engine’s weights', () => {
  const model = parityCases[0]!.model;

  it('are torch’s normals, A_K first, then A_Q', async () => {
    const engine = await startedEngine({ ...parityCases[0]!, seed: 3, model: { ...model, init: 'normal' } });
    const generator = new TorchGenerator(3);
    const count = model.heads * model.headDim;
    expect(await engine.readRows('A_K', 0, count)).toEqual(generator.randn(count * model.features));
    expect(await engine.readRows('A_Q', 0, count)).toEqual(generator.randn(count * model.features));
  });

  it('are scaled by √(2/D) in float32', async () => {
    const engine = await startedEngine({ ...parityCases[0]!, seed: 3, model: { ...model, init: 'scaled' } });
    const scale = Math.fround(Math.sqrt(2 / model.features));
    const normals = new TorchGenerator(3).randn(model.headDim * model.features);
    expect(await engine.readRows('A_K', 0, model.headDim)).toEqual(normals.map((value) => value * scale));
  });
});

describe('misuse of the reference engine', () => {
  const parity = parityCases.find(({ model }) => model.optimiser === 'sgd')!;

  it('is refused: a sequence of another length, rows that do not exist', async () => {
    const engine = await startedEngine(parity);
    expect(() => engine.step(Int32Array.of(0))).toThrow(RangeError);
    expect(() => engine.step(parity.sequences[0]!.map(() => 1000))).toThrow('no such document: row 1000');
    expect(() => engine.attention('test', Int32Array.of(0))).toThrow('2 to');
  });

  it('is refused: rows beyond a tensor, moments that SGD has not', async () => {
    const engine = await startedEngine(parity);
    const { heads, headDim, features } = parity.model;
    expect(() => engine.readRows('A_K', 0, heads * headDim + 1)).toThrow('no such rows of A_K');
    expect(() => engine.writeRows('A_K', 0, new Float32Array(features + 1))).toThrow('no place in A_K');
    expect(() => engine.readRows('m_K', 0, 1)).toThrow('no such tensor');
  });

  it('is refused: use after it was disposed of', async () => {
    const engine = await startedEngine(parity);
    await engine.dispose();
    expect(() => engine.step(parity.sequences[0]!)).toThrow('disposed');
  });
});

async function startedEngine(parity: ParityCase): Promise<ReferenceEngine> {
  const engine = new ReferenceEngine(parity.model, parity.data);
  await engine.initialise(parity.seed);
  return engine;
}
