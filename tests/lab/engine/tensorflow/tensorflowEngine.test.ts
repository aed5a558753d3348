import { describe, expect, it } from 'vitest';
import type { EngineData } from '../../../../src/lab/engine/engine.ts';
import { ReferenceEngine } from '../../../../src/lab/engine/reference.ts';
import { createOn, tensorflowEngineFactory } from '../../../../src/lab/engine/tensorflow/index.ts';
import { loadBinding } from '../../../../src/lab/engine/tensorflow/native.ts';
import { blockSizes } from '../../../../src/lab/engine/tensorflow/variables.ts';
import { TorchGenerator } from '../../../../src/lab/random/torchGenerator.ts';
import {
  tensorflowDataDir,
  tensorflowMissing,
  tensorflowRuntime,
} from '../../../helpers/tensorflowRuntime.ts';
import { parityCases } from '../oracle.ts';
import { describeParity, largestGap } from '../parity.ts';

describe.skipIf(tensorflowRuntime === undefined)(`on native TensorFlow${tensorflowMissing}`, () => {
  describeParity(tensorflowEngineFactory, { dataDir: tensorflowDataDir });

  const binding = (): ReturnType<typeof loadBinding> => loadBinding(tensorflowRuntime!.folder);
  const several = parityCases.find(
    ({ model }) => model.heads > 1 && model.heads * model.headDim > 5 && model.optimiser === 'adam',
  )!;
  const sgd = parityCases.find(({ model }) => model.optimiser === 'sgd')!;

  describe('weights in several blocks', () => {
    it('train as in one, wherever heads and blocks end', async () => {
      const { model, data, seed, sequences, losses, testRows, attention } = several;
      for (const rowsABlock of [1, 2, 3, 5]) {
        const engine = createOn(binding(), model, data, 1, rowsABlock * 4 * model.features);
        await engine.initialise(seed);
        const found = sequences.map((rows) => engine.step(rows));
        expect(largestGap(found, losses)).toBeLessThan(1e-4);
        expect(largestGap(engine.attention('test', testRows), attention)).toBeLessThan(1e-4);
        await engine.dispose();
      }
    });

    it('are read and written across their borders', async () => {
      const { model, data } = several;
      const engine = createOn(binding(), model, data, 1, 2 * 4 * model.features);
      const rows = model.heads * model.headDim;
      const values = Float32Array.from({ length: rows * model.features }, (_, at) => at);
      await engine.writeRows('v_Q', 0, values);
      await engine.writeRows('v_Q', 1, values.slice(0, 3 * model.features));
      const expected = Float32Array.from(values);
      expected.copyWithin(model.features, 0, 0);
      expected.set(values.subarray(0, 3 * model.features), model.features);
      expect(await engine.readRows('v_Q', 0, rows)).toEqual(expected);
      expect(await engine.readRows('v_Q', 1, 3)).toEqual(expected.slice(model.features, 3 * model.features));
      await engine.dispose();
    });
  });

  describe('initialising', () => {
    it('draws torch’s normals bit for bit, in workers where that is worth it', async () => {
      const model = { ...sgd.model, heads: 3, headDim: 107, features: 3301, init: 'scaled' } as const;
      const engine = createOn(binding(), model, wide(3301), 2);
      await engine.initialise(5);
      const generator = new TorchGenerator(5);
      const scale = Math.fround(Math.sqrt(2 / 3301));
      for (const name of ['A_K', 'A_Q'] as const) {
        const drawn = generator.randn(321 * 3301).map((value) => value * scale);
        expect(await engine.readRows(name, 0, 321)).toEqual(drawn);
      }
      await engine.dispose();
    });
  });

  describe('tensors in TensorFlow', () => {
    it('are as many after 1000 steps as before', { timeout: 120_000 }, async () => {
      const { model, data, sequences, testRows } = several;
      const native = binding();
      const atFirst = native.getNumOfTensors();
      const engine = createOn(native, model, data, 1, 2 * 4 * model.features);
      await engine.initialise(0);
      engine.step(sequences[0]!);
      const before = native.getNumOfTensors();
      for (let step = 0; step < 1000; step += 1) engine.step(sequences[step % sequences.length]!);
      engine.attention('test', testRows);
      await engine.readRows('m_K', 0, 2);
      await engine.writeRows('m_K', 0, new Float32Array(model.features));
      expect(native.getNumOfTensors()).toBe(before);
      await engine.initialise(1);
      engine.step(sequences[0]!);
      expect(native.getNumOfTensors()).toBe(before);
      await engine.dispose();
      await engine.dispose();
      expect(native.getNumOfTensors()).toBe(atFirst);
    });

    it('are all freed when a step fails half-way', async () => {
      const { model, data, sequences } = several;
      const native = binding();
      const engine = createOn(native, model, data, 1);
      await engine.initialise(0);
      engine.step(sequences[0]!);
      const before = native.getNumOfTensors();
      expect(() => engine.step(sequences[0]!.map(() => 1000))).toThrow('no such document: row 1000');
      expect(() => engine.step(Int32Array.of(1))).toThrow('a step takes');
      expect(() => engine.attention('test', Int32Array.of(1))).toThrow('2 to');
      expect(native.getNumOfTensors()).toBe(before);
      await engine.dispose();
    });
  });

  describe('misuse', () => {
    it('is refused: rows beyond a tensor, moments that SGD has not, use after it was disposed of', async () => {
      const { model, data, sequences } = sgd;
      const engine = createOn(binding(), model, data, 1);
      await engine.initialise(0);
      const rows = model.heads * model.headDim;
      await expect(engine.readRows('A_K', 0, rows + 1)).rejects.toThrow('no such rows of A_K');
      await expect(engine.writeRows('A_K', 0, new Float32Array(1))).rejects.toThrow('no place in A_K');
      await expect(engine.readRows('m_K', 0, 1)).rejects.toThrow('SGD keeps no moments');
      await engine.dispose();
      expect(() => engine.step(sequences[0]!)).toThrow('disposed');
    });
  });

  it('agrees with the reference engine on a model of odd sizes', async () => {
    const model = { ...several.model, heads: 3, headDim: 5, features: 211, sequenceLength: 7 };
    const data = wide(211);
    const engines = [createOn(binding(), model, data, 2), new ReferenceEngine(model, data)];
    const numbers: number[][] = [];
    for (const engine of engines) {
      await engine.initialise(11);
      const rows = Int32Array.of(3, 1, 4, 0, 5, 2, 6);
      numbers.push([engine.step(rows), engine.step(rows), engine.step(rows)]);
      await engine.dispose();
    }
    expect(largestGap(numbers[0]!, numbers[1]!)).toBeLessThan(1e-4);
  });
});

describe('blocks of rows', () => {
  it('are as few as fit, as equal as whole rows allow, and hold every row once', () => {
    expect(blockSizes(10, 100, 400 * 4)).toEqual([
      { fromRow: 0, rows: 3 },
      { fromRow: 3, rows: 3 },
      { fromRow: 6, rows: 4 },
    ]);
    expect(blockSizes(3, 1000, 1)).toEqual([0, 1, 2].map((fromRow) => ({ fromRow, rows: 1 })));
    expect(blockSizes(8026, 8026, 16e6)).toHaveLength(17);
  });
});

/** Eight documents over D words, of two classes, whose words are told apart everywhere. */
function wide(D: number): EngineData {
  const indptr = Int32Array.from({ length: 9 }, (_, row) => row * 20);
  const indices = Int32Array.from(
    { length: 160 },
    (_, k) => (k % 20) * Math.floor(D / 20) + Math.floor(k / 20),
  );
  const values = Float32Array.from({ length: 160 }, (_, k) => ((k * 37) % 11) / 11 + 0.1);
  const matrix = { sparse: { rows: 8, columns: D, indptr, indices, values }, mean: 0.01, std: 0.1 };
  const labels = Int32Array.of(0, 1, 0, 1, 1, 0, 0, 1);
  return { train: matrix, trainLabels: labels, test: matrix, testLabels: labels };
}
