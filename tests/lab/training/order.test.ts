import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EngineModel } from '../../../src/lab/engine/engine.ts';
import { TorchGenerator } from '../../../src/lab/random/torchGenerator.ts';
import { SequenceOrder } from '../../../src/lab/training/order.ts';
import { sharedFile } from '../../helpers/sharedData.ts';

const modelOf = (heads: number, headDim: number, features: number, sequenceLength: number): EngineModel => ({
  heads,
  headDim,
  features,
  sequenceLength,
  init: 'scaled',
  softmaxOver: 'keys',
  headReduction: 'mean-attention',
  loss: 'cosine',
  optimiser: 'adam',
  learningRate: 1e-5,
});

describe('the order of sequences', () => {
  // 2·5·7 = 70 values a tensor (with a tail), 16 (without) and 3 (torch's other path, which leaves half a pair over).
  for (const [heads, headDim, features] of [
    [2, 5, 7],
    [1, 4, 4],
    [1, 1, 3],
  ] as const) {
    it(`is torch's stream after both weight draws of ${heads}×${headDim}×${features}`, () => {
      const order = SequenceOrder.start(23, modelOf(heads, headDim, features, 4), 9);
      const generator = new TorchGenerator(9);
      generator.randn(heads * headDim * features);
      generator.randn(heads * headDim * features);
      for (let epoch = 0; epoch < 3; epoch++) {
        const permutation = generator.randperm(23);
        // Five sequences of four; the last three documents are dropped.
        for (let s = 0; s < 5; s++) expect(order.next()).toEqual(permutation.subarray(s * 4, s * 4 + 4));
      }
    });
  }

  it('goes on from any place with the same documents', () => {
    const model = modelOf(1, 1, 3, 4);
    const whole = SequenceOrder.start(23, model, 9);
    const rows = Array.from({ length: 12 }, () => whole.next());
    for (let at = 0; at <= 12; at++) {
      const before = SequenceOrder.start(23, model, 9);
      for (let i = 0; i < at; i++) before.next();
      const stored: unknown = JSON.parse(JSON.stringify(before.state()));
      expect(stored).toMatchObject({ epoch: Math.floor(at / 5), position: at % 5 });
      const after = SequenceOrder.resume(23, model, before.state());
      for (const expected of rows.slice(at)) expect(after.next()).toEqual(expected);
    }
  });
});

const vectors = sharedFile('reference/rng.json');

describe.skipIf(vectors === undefined)('the notebook’s order (needs reference/rng.json)', () => {
  it('is that of torch at D = d = 8026, seed 0', () => {
    const { torch_notebook: notebooks } = JSON.parse(readFileSync(vectors!, 'utf8')) as {
      torch_notebook: { seed: number; calls: { fn: string; first32: number[] }[] }[];
    };
    const { calls } = notebooks.find(({ seed }) => seed === 0)!;
    const first = calls.filter(({ fn }) => fn === 'randperm').map((call) => call.first32);
    const order = SequenceOrder.start(2251, modelOf(1, 8026, 8026, 32), 0);
    expect(Array.from(order.next())).toEqual(first[0]);
    for (let s = 1; s < 70; s++) order.next();
    expect(Array.from(order.next())).toEqual(first[1]);
  });
});
