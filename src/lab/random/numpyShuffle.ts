import { Mt19937 } from './mt19937.ts';

/**
 * `numpy.random.RandomState(seed).permutation(n)`, bit for bit: the legacy generator that scikit-learn orders data
 * with (reference/RNG.md, section 3). `order[i]` is the old position of the element that comes i-th.
 */
export function numpyPermutation(seed: number, n: number): Int32Array<ArrayBuffer> {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  numpyShuffle(numpyEngine(seed), order);
  return order;
}

/** The engine of `RandomState(seed)`. Throws unless `seed` is a whole number from 0 to 2³² − 1, as numpy does. */
export function numpyEngine(seed: number): Mt19937 {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    throw new RangeError(`seed out of range: ${seed}`);
  }
  return new Mt19937(seed);
}

/** `RandomState.shuffle` of a one-dimensional array, in place. */
export function numpyShuffle(engine: Mt19937, values: Int32Array): void {
  for (let i = values.length - 1; i >= 1; i--) {
    const other = interval(engine, i);
    const swapped = values[i]!;
    values[i] = values[other]!;
    values[other] = swapped;
  }
}

/** A whole number from 0 to `max` (at least 1) by masked rejection. */
function interval(engine: Mt19937, max: number): number {
  const mask = 0xffff_ffff >>> Math.clz32(max);
  for (;;) {
    const value = (engine.next() & mask) >>> 0;
    if (value <= max) return value;
  }
}
