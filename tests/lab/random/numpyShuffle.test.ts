import { describe, expect, it } from 'vitest';
import { numpyEngine, numpyPermutation, numpyShuffle } from '../../../src/lab/random/numpyShuffle.ts';
import { expectVector, describeWithOracle } from './oracle.ts';

describeWithOracle("numpy's legacy shuffle", (oracle) => {
  it.each(oracle.numpy)('permutes $n with seed $seed, twice in a row', ({ seed, n, ...expected }) => {
    expectVector(numpyPermutation(seed, n), expected.shuffle);
    const engine = numpyEngine(seed);
    numpyShuffle(engine, new Int32Array(n));
    const second = Int32Array.from({ length: n }, (_, i) => i);
    numpyShuffle(engine, second);
    expectVector(second, expected.second_shuffle);
  });
});

describe('numpyPermutation', () => {
  it('permutes nothing and one', () => {
    expect(numpyPermutation(1, 0)).toHaveLength(0);
    expect(Array.from(numpyPermutation(1, 1))).toEqual([0]);
  });

  it('refuses the seeds that numpy refuses', () => {
    expect(() => numpyPermutation(-1, 5)).toThrow('seed out of range: -1');
    expect(() => numpyPermutation(2 ** 32, 5)).toThrow('seed out of range: 4294967296');
  });
});
