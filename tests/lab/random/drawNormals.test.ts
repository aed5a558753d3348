import { describe, expect, it } from 'vitest';
import { drawNormals } from '../../../src/lab/random/drawNormals.ts';
import { randnWords } from '../../../src/lab/random/normals.ts';
import { TorchGenerator } from '../../../src/lab/random/torchGenerator.ts';
import { expectVector, describeWithOracle } from './oracle.ts';

describe('drawNormals', () => {
  it.each([1, 2, 3, 7])('draws the tensors of one stream with %i threads', async (threads) => {
    const totals = [5, 1000, 3, 0, 17, 64, 2];
    const generator = new TorchGenerator(3);
    const tensors = await drawNormals(3, totals, threads);
    expect(tensors.map((tensor) => tensor.length)).toEqual(totals);
    for (const tensor of tensors) {
      expect(tensor.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(Array.from(tensor)).toEqual(Array.from(generator.randn(tensor.length)));
    }
  });

  it('draws nothing for no tensors', async () => {
    expect(await drawNormals(0, [], 2)).toEqual([]);
    expect((await drawNormals(0, [0], 2)).map((tensor) => tensor.length)).toEqual([0]);
  });

  it('leaves the event loop free', async () => {
    let turned = false;
    setImmediate(() => (turned = true));
    await drawNormals(0, [100_000], 1);
    expect(turned).toBe(true);
  });
});

describeWithOracle("the notebook's weights and permutations against torch", (oracle) => {
  it.each(oracle.torch_notebook)(
    'draws A_K, A_Q, two permutations and the uniforms after them, seed $seed',
    { timeout: 120_000 },
    async ({ seed, calls }) => {
      const [keys, queries, ...rest] = calls.filter((call) => call.fn !== 'manual_seed');
      const totals = [keys!.size, queries!.size];
      const weights = await drawNormals(seed, totals, 2);
      expectVector(weights[0]!, keys!);
      expectVector(weights[1]!, queries!);

      const generator = new TorchGenerator(seed);
      for (const total of totals) generator.skipRandn(total);
      for (const call of rest) {
        expectVector(call.fn === 'rand' ? generator.rand(call.size) : generator.randperm(call.size), call);
      }
      expect(randnWords(keys!.size)).toBe(64_416_692);
    },
  );
});
