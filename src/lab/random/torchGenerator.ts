import { Mt19937, type Mt19937State } from './mt19937.ts';
import { fillChunks, fillFew } from './normals.ts';

/** A generator's place in its stream, as plain data. */
export interface TorchGeneratorState {
  readonly engine: Mt19937State;
  /** Half a pair left over by a small `randn`, float64. */
  readonly cachedNormal: number | null;
}

const MAX_SWAPS = 214_748_364;

/**
 * Torch's CPU generator for float32 (`manual_seed`, `randn`, `rand`, `randperm`), bit for bit (reference/RNG.md,
 * section 2). The order of draws is part of a run: nothing but weights and permutations may draw from it.
 */
export class TorchGenerator {
  readonly #engine = new Mt19937(0);
  #cachedNormal: number | null = null;

  /** Seeds as `manualSeed`. */
  constructor(seed: number | bigint) {
    this.manualSeed(seed);
  }

  /** Starts the stream of a seed, −2⁶³ to 2⁶⁴ − 1; its low 32 bits count. Throws beyond. */
  manualSeed(seed: number | bigint): void {
    const whole = BigInt(seed);
    if (whole < -(2n ** 63n) || whole >= 2n ** 64n) throw new RangeError(`seed out of range: ${seed}`);
    this.#engine.seed(Number(BigInt.asUintN(32, whole)));
    this.#cachedNormal = null;
  }

  /** n standard normals. */
  randn(n: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(n);
    if (n < 16) {
      this.#cachedNormal = fillFew(this.#engine, this.#cachedNormal, values);
      return values;
    }
    fillChunks(this.#engine, values, 0, Math.floor(n / 16), 1);
    if (n % 16 !== 0) {
      this.#engine.skip(n % 16);
      fillChunks(this.#engine, values, n - 16, 1, 1);
    }
    return values;
  }

  /** Leaves the generator where `randn(n)` would, without the work where that is possible (n of 16 or more). */
  skipRandn(n: number): void {
    if (n < 16) this.randn(n);
    else this.#engine.skip(n % 16 === 0 ? n : n + 16);
  }

  /** n uniforms in [0, 1). */
  rand(n: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(n);
    for (let i = 0; i < n; i++) values[i] = (this.#engine.next() & 0xffffff) * 2 ** -24;
    return values;
  }

  /** A permutation of 0 … n − 1, with torch's modulo bias. */
  randperm(n: number): Int32Array<ArrayBuffer> {
    if (n >= MAX_SWAPS) throw new RangeError(`too long a permutation: ${n}`);
    const permutation = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const other = i + (this.#engine.next() % (n - i));
      const swapped = permutation[i]!;
      permutation[i] = permutation[other]!;
      permutation[other] = swapped;
    }
    return permutation;
  }

  /** A copy of the state, the cached normal included. */
  state(): TorchGeneratorState {
    return { engine: this.#engine.state(), cachedNormal: this.#cachedNormal };
  }

  /** Continues from a state. Throws if it is not one. */
  restore(state: TorchGeneratorState): void {
    this.#engine.restore(state.engine);
    this.#cachedNormal = state.cachedNormal;
  }
}
