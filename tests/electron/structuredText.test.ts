import { describe, expect, it } from 'vitest';
import { makeStructuredText } from './page/structuredText.ts';

const { write, read } = makeStructuredText();
const there = (value: unknown): unknown => read(write(value));

describe('structured text', () => {
  it.each([
    ['what JSON says', { a: [1, 'two', true, null], b: { c: '' } }],
    ['undefined, in an object and in an array', { a: undefined, b: [undefined] }],
    ['numbers JSON has no word for', [NaN, Infinity, -Infinity, -0]],
    ['big integers', 2n ** 70n],
    ['dates, maps and sets', [new Date(0), new Map([['a', new Set([1, -0])]])]],
    ['arrays that look like its own marks', ['#undefined', '#view', ['#array']]],
    ['typed arrays, numbers of every size', [Float32Array.of(NaN, -0, 1.5), BigInt64Array.of(-1n)]],
    ['a buffer', Uint8Array.of(1, 2, 3).buffer],
  ])('keeps %s', (_name, value) => expect(there(value)).toStrictEqual(value));

  it('keeps the part a view shows of its memory, and a large one whole', () => {
    const memory = Float64Array.from({ length: 100_000 }, (_, index) => index / 7);
    expect(there(memory)).toStrictEqual(memory);
    expect(there(memory.subarray(2, 4))).toStrictEqual(Float64Array.of(2 / 7, 3 / 7));
  });

  it('gives a Buffer as the Uint8Array it is to everyone else', () =>
    expect(there(Buffer.from('ab'))).toStrictEqual(Uint8Array.of(97, 98)));

  it('keeps an error’s name and message', () =>
    expect(there(new RangeError('too far'))).toMatchObject({ name: 'RangeError', message: 'too far' }));

  it.each([[() => 1], [Symbol('a')], [new DataView(new ArrayBuffer(1))]])('refuses %o', (value) =>
    expect(() => write({ value })).toThrow(/could not be cloned/),
  );
});
