import { describe, expect, it } from 'vitest';
import { TorchGenerator } from '../../../src/lab/random/torchGenerator.ts';
import { expectVector, describeWithOracle, type OracleDraw } from './oracle.ts';

function draw(generator: TorchGenerator, { fn, size }: OracleDraw): Float32Array | Int32Array {
  if (fn === 'randn') return generator.randn(size);
  return fn === 'rand' ? generator.rand(size) : generator.randperm(size);
}

describeWithOracle('TorchGenerator against torch', (oracle) => {
  it.each(oracle.torch_seed_words)('takes the low 32 bits of seed $seed', ({ seed, rand4 }) => {
    expect(Array.from(new TorchGenerator(BigInt(seed)).rand(4))).toEqual(rand4);
    if (Number.isSafeInteger(Number(seed))) {
      expect(Array.from(new TorchGenerator(Number(seed)).rand(4))).toEqual(rand4);
    }
  });

  it.each(oracle.torch_sequences)('draws a stream of mixed calls, case %#', ({ seed, calls }) => {
    const generator = new TorchGenerator(seed);
    for (const call of calls) {
      if (call.fn !== 'manual_seed') expectVector(draw(generator, call), call);
    }
  });

  it.each(oracle.torch_mixed)('keeps the cached normal across calls, seed $seed', ({ seed, calls }) => {
    const generator = new TorchGenerator(seed);
    for (const call of calls) {
      if (call.fn === 'manual_seed') generator.manualSeed(seed);
      else expectVector(draw(generator, call), call);
    }
  });

  it.each(oracle.torch_tail)('draws the tail of randn($size) anew', ({ seed, size, ...expected }) => {
    const generator = new TorchGenerator(seed);
    expect(Array.from(generator.randn(size))).toEqual(expected.randn);
    expect(generator.rand(1)[0]).toBe(expected.next_rand);
  });
});

describe('TorchGenerator', () => {
  it('draws what torch 1.13 draws: torch.manual_seed(42), randn(17) twice, randperm(17)', () => {
    const generator = new TorchGenerator(42);
    expect(Array.from(generator.randn(17))).toEqual([
      1.9269152879714966, -0.1595974713563919, -0.4973975419998169, 0.439589262008667, -0.7581311464309692,
      1.078317642211914, 0.8008005619049072, 1.680620551109314, 0.3558599054813385, 1.2964228391647339,
      0.610466480255127, 1.334737777709961, -0.2316243201494217, 0.041759490966796875, -0.2515752911567688,
      0.859858512878418, -0.3097267746925354,
    ]);
    generator.randn(17);
    expect(Array.from(generator.randperm(17))).toEqual([
      2, 9, 3, 10, 12, 14, 15, 0, 6, 7, 13, 4, 8, 16, 5, 1, 11,
    ]);
  });

  it.each([0, 1, 5, 15, 16, 17, 1000, 1008])('stands after skipRandn(%i) where randn leads', (size) => {
    const drawn = new TorchGenerator(9);
    const skipped = new TorchGenerator(9);
    drawn.randn(size);
    skipped.skipRandn(size);
    expect(skipped.state()).toEqual(drawn.state());
    expect(skipped.randn(3)).toEqual(drawn.randn(3));
  });

  it('continues from a stored state, the cached normal included', () => {
    const generator = new TorchGenerator(5);
    generator.randn(3);
    const state = structuredClone(generator.state());
    expect(state.cachedNormal).not.toBeNull();
    const expected = [generator.randn(2), generator.randperm(9)];
    const other = new TorchGenerator(0);
    other.restore(state);
    expect([other.randn(2), other.randperm(9)]).toEqual(expected);
  });

  it('permutes nothing and one without a draw', () => {
    const generator = new TorchGenerator(1);
    const before = generator.state();
    expect(generator.randperm(0)).toHaveLength(0);
    expect(Array.from(generator.randperm(1))).toEqual([0]);
    expect(generator.state()).toEqual(before);
  });

  it('refuses a seed beyond 64 bits', () => {
    expect(() => new TorchGenerator(2n ** 64n)).toThrow('seed out of range');
    expect(() => new TorchGenerator(-(2n ** 63n) - 1n)).toThrow('seed out of range');
  });
});
