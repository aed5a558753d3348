import { describe, expect, it } from 'vitest';
import { Mt19937 } from '../../../src/lab/random/mt19937.ts';
import { describeWithOracle } from './oracle.ts';

describeWithOracle("Mt19937 against torch's raw words", (oracle) => {
  it.each(oracle.mt19937_raw)('gives the words of seed $seed', ({ seed, ...expected }) => {
    const engine = new Mt19937(seed);
    const words = Array.from({ length: 2000 }, () => engine.next());
    expect(words.slice(0, 8)).toEqual(expected.first8);
    expect(words.slice(623, 627)).toEqual(expected.at623_626);
    expect(words[1999]).toBe(expected.at1999);
  });
});

describe('Mt19937', () => {
  it('gives the words the paper’s code gives for seed 42', () => {
    const engine = new Mt19937(42);
    const words = Array.from({ length: 5 }, () => engine.next());
    expect(words).toEqual([1608637542, 3421126067, 4083286876, 787846414, 3143890026]);
  });

  it.each([0, 1, 15, 623, 624, 625, 1248, 5000])(
    'stands after skip(%i) where as many draws lead',
    (words) => {
      const drawn = new Mt19937(7);
      const skipped = new Mt19937(7);
      drawn.next();
      skipped.next();
      for (let i = 0; i < words; i++) drawn.next();
      skipped.skip(words);
      expect(skipped.next()).toBe(drawn.next());
      expect(skipped.state()).toEqual(drawn.state());
    },
  );

  it('fills with the words that next gives, over block borders', () => {
    const engine = new Mt19937(3);
    const filled = new Int32Array(1500);
    engine.skip(100);
    engine.fill(filled, 1400);
    const again = new Mt19937(3);
    again.skip(100);
    const expected = Array.from({ length: 1400 }, () => again.next() | 0);
    expect(Array.from(filled.subarray(0, 1400))).toEqual(expected);
    expect(Array.from(filled.subarray(1400))).toEqual(new Array(100).fill(0));
    expect(engine.next()).toBe(again.next());
  });

  it('continues from a state that was copied as plain data', () => {
    const engine = new Mt19937(11);
    engine.skip(1000);
    const state = structuredClone(engine.state());
    const expected = [engine.next(), engine.next()];
    const other = new Mt19937(0);
    other.restore(state);
    expect([other.next(), other.next()]).toEqual(expected);
    expect(state.position).toBe(1000 - 624);
  });

  it('refuses a seed, a skip or a state that is none', () => {
    expect(() => new Mt19937(0.5)).toThrow('seed is not a whole number: 0.5');
    expect(() => new Mt19937(1).skip(-1)).toThrow('cannot skip words: -1');
    expect(() => new Mt19937(1).restore({ key: new Uint32Array(3), position: 0 })).toThrow(
      'not a generator state: 3 words at 0',
    );
    expect(() => new Mt19937(1).restore({ key: new Uint32Array(624), position: 625 })).toThrow(RangeError);
  });
});
