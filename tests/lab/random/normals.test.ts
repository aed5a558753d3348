import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillNormals, normalsStarts, randnWords } from '../../../src/lab/random/normals.ts';
import { TorchGenerator } from '../../../src/lab/random/torchGenerator.ts';

const seed = 20;

describe('fillNormals', () => {
  it('fills any part of any tensor of a stream as randn draws it', () => {
    const tensor = fc.integer({ min: 0, max: 70 });
    fc.assert(
      fc.property(fc.array(tensor, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(), (totals, a, b) => {
        const generator = new TorchGenerator(seed);
        const starts = normalsStarts(seed, totals);
        totals.forEach((total, index) => {
          const expected = generator.randn(total);
          const ends = [a % (total + 1), b % (total + 1)].sort((x, y) => x - y);
          const [from, to] = ends as [number, number];
          const out = new Float32Array(to - from);
          fillNormals({ seed, ...starts[index]!, total, from, to }, out);
          expect(out).toEqual(expected.subarray(from, to));
        });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('fills parts longer than a block of words', () => {
    const total = 20_005;
    const expected = new TorchGenerator(seed).randn(total);
    const out = new Float32Array(total);
    for (const [from, to] of [
      [0, 9_999],
      [9_999, 19_995],
      [19_995, total],
    ] as const) {
      fillNormals({ seed, skipWords: 0, total, from, to }, out.subarray(from, to));
    }
    expect(out).toEqual(expected);
  });

  it.each([9, 100])('scales %i values in float32 as tensor * number does', (total) => {
    const scale = Math.sqrt(2 / 8026);
    const expected = new TorchGenerator(seed).randn(total).map((x) => x * Math.fround(scale));
    const out = new Float32Array(total);
    fillNormals({ seed, skipWords: 0, total, from: 0, to: total, scale }, out);
    expect(out).toEqual(expected);
  });

  it('refuses a range outside of the tensor or the array', () => {
    const range = { seed, skipWords: 0, total: 20 };
    expect(() => fillNormals({ ...range, from: 0, to: 21 }, new Float32Array(30))).toThrow(RangeError);
    expect(() => fillNormals({ ...range, from: 5, to: 4 }, new Float32Array(30))).toThrow(RangeError);
    expect(() => fillNormals({ ...range, from: 0, to: 20 }, new Float32Array(19))).toThrow(RangeError);
  });
});

describe('randnWords', () => {
  it.each([
    [0, false, 0],
    [1, false, 4],
    [1, true, 0],
    [2, false, 4],
    [3, true, 4],
    [15, false, 32],
    [16, true, 16],
    [17, false, 33],
    [64_416_676, false, 64_416_692],
  ])('counts the words of randn(%i), cached %s: %i', (total, cached, words) => {
    expect(randnWords(total, cached)).toBe(words);
  });
});
