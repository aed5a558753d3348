import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/shared/errors.ts';
import { decode, encode } from '../../src/shared/wire.ts';

/** A frame with the given header text and no arrays, as a stranger could send it. */
function frameOf(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const frame = new Uint8Array(4 + text.length);
  new DataView(frame.buffer).setUint32(0, text.length, true);
  frame.set(text, 4);
  return frame;
}

describe('the wire', () => {
  it('carries plain JSON as it is', () => {
    const value = {
      id: 3,
      method: 'getRun',
      input: { runId: 'abcd', tags: ['é', '✓', ''], deep: [[null, true]] },
    };
    expect(decode(encode(value))).toEqual(value);
  });

  it('carries every typed array with its type, at any depth, beside values', () => {
    const value = {
      event: { type: 'steps', losses: new Float64Array([1.5, Number.NaN, -0]), seconds: new Float64Array(0) },
      list: [
        new Float32Array([0.1]),
        { odd: new Uint8Array([1, 2, 3]) },
        new Int32Array([-7]),
        new Uint32Array([7]),
      ],
    };
    const back = decode(encode(value)) as typeof value;
    expect(back).toEqual(value);
    expect(back.event.losses).toBeInstanceOf(Float64Array);
    expect(Object.is(back.event.losses[2], -0)).toBe(true);
    expect(back.list[1]).toHaveProperty('odd', new Uint8Array([1, 2, 3]));
  });

  it('carries an array that is the whole value, and a view into a larger buffer', () => {
    const whole = new Float64Array([1, 2, 3, 4]);
    expect(decode(encode(whole.subarray(1, 3)))).toEqual(new Float64Array([2, 3]));
  });

  it('carries numbers JSON would lose', () => {
    const value = { a: Number.NaN, b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], c: -0 };
    const back = decode(encode(value)) as typeof value;
    expect(back.a).toBeNaN();
    expect(back.b).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(Object.is(back.c, -0)).toBe(true);
  });

  it('places every array at a multiple of 8 bytes', () => {
    const frame = encode([new Uint8Array([9]), new Float64Array([0.5])]);
    const header = new DataView(frame.buffer).getUint32(0, true);
    expect((4 + header) % 8).toBe(0);
    expect(frame[4 + header]).toBe(9);
    expect(new Float64Array(frame.buffer, 4 + header + 8, 1)[0]).toBe(0.5);
  });

  it('reads a frame that starts at an odd place in a pool, and keeps nothing of the pool', () => {
    const frame = encode({ losses: new Float64Array([0.25]) });
    const pool = new Uint8Array(frame.length + 3);
    pool.set(frame, 3);
    const back = decode(pool.subarray(3)) as { losses: Float64Array };
    pool.fill(0);
    expect(back.losses).toEqual(new Float64Array([0.25]));
  });

  it('gives back any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.stringify(decode(encode(value)))).toBe(JSON.stringify(value));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('refuses to send what it cannot carry', () => {
    expect(() => encode({ at: () => 1 })).toThrow('a frame cannot carry a function at at');
    expect(() => encode(new Float16Array(2))).toThrow('a frame cannot carry this array: Float16Array');
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a length beyond the end', new Uint8Array([255, 255, 255, 255])],
    ['text that is not JSON', frameOf('{')],
    ['bytes that are not UTF-8', new Uint8Array([2, 0, 0, 0, 0xc3, 0x28])],
    ['JSON of another kind', frameOf('[1]')],
    ['an unknown array type', frameOf('{"value":null,"arrays":[[[],"BigInt64Array",1]],"numbers":[]}')],
    [
      'an array longer than the frame',
      frameOf('{"value":null,"arrays":[[[],"Float64Array",1e9]],"numbers":[]}'),
    ],
    ['a negative length', frameOf('{"value":null,"arrays":[[[],"Float64Array",-1]],"numbers":[]}')],
    ['a path to nowhere', frameOf('{"value":{},"arrays":[],"numbers":[[["a","b"],"NaN"]]}')],
    ['a path through a prototype', frameOf('{"value":{},"arrays":[],"numbers":[[["__proto__","x"],"1"]]}')],
  ])('refuses %s', (_what, bytes) => {
    expect(() => decode(bytes)).toThrow(LabError);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('never changes a prototype through a key named __proto__', () => {
    const value = JSON.parse('{"__proto__": {"admin": true}}') as object;
    const back = decode(encode(value)) as Record<string, unknown>;
    expect(back['admin']).toBeUndefined();
    expect(Object.hasOwn(back, '__proto__')).toBe(true);
  });
});
