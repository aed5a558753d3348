/**
 * The Mersenne Twister (Matsumoto and Nishimura, 1998), four words at a time: lab/random/mt19937.ts with the same
 * bits. `state` is [624] u32 raw words and the place of the next among them.
 */

const SIZE: i32 = 624;
const SHIFT: i32 = 397;
const POSITION = 4 * SIZE;

/** Bytes of a generator's state. */
export const STATE_BYTES = POSITION + 4;

/** Starts the stream of `seed`. */
export function seed(state: usize, seed: u32): void {
  let word = seed;
  store<u32>(state, word);
  for (let i = 1; i < SIZE; i++) {
    word = 1812433253 * (word ^ (word >> 30)) + <u32>i;
    store<u32>(state + ((<usize>i) << 2), word);
  }
  store<i32>(state, SIZE, POSITION);
}

/** Leaves out `words` words, a whole number up to 2⁵³. */
export function skip(state: usize, words: f64): void {
  let left = <i64>words;
  let position = load<i32>(state, POSITION);
  while (left > <i64>(SIZE - position)) {
    left -= SIZE - position;
    step(state);
    position = 0;
  }
  store<i32>(state, position + <i32>left, POSITION);
}

/** Writes the next `count` words, a multiple of 4, to `out`. */
export function draw(state: usize, count: i32, out: usize): void {
  let to = out;
  let left = count;
  let position = load<i32>(state, POSITION);
  while (left > 0) {
    if (position === SIZE) {
      step(state);
      position = 0;
    }
    const length = min(SIZE - position, left);
    let from = state + ((<usize>position) << 2);
    const end = from + ((<usize>length) << 2);
    for (const end4 = from + (((<usize>length) & ~3) << 2); from < end4; from += 16, to += 16) {
      v128.store(to, temper(v128.load(from)));
    }
    for (; from < end; from += 4, to += 4) {
      store<i32>(to, i32x4.extract_lane(temper(v128.load32_zero(from)), 0));
    }
    position += length;
    left -= length;
  }
  store<i32>(state, position, POSITION);
}

/** The next 624 raw words, in place. */
function step(state: usize): void {
  let at = state;
  const shift: usize = 4 * SHIFT;
  const back: usize = 4 * (SIZE - SHIFT);
  const wrap = state + back;
  for (; at + 12 < wrap; at += 16) {
    v128.store(at, v128.xor(v128.load(at + shift), twist(v128.load(at), v128.load(at, 4))));
  }
  for (; at < wrap; at += 4) {
    const twisted = twist(v128.load32_zero(at), v128.load32_zero(at, 4));
    store<i32>(at, load<i32>(at + shift) ^ i32x4.extract_lane(twisted, 0));
  }
  const last = state + 4 * (SIZE - 1);
  for (; at < last; at += 16) {
    v128.store(at, v128.xor(v128.load(at - back), twist(v128.load(at), v128.load(at, 4))));
  }
  const twisted = twist(v128.load32_zero(last), v128.load32_zero(state));
  store<i32>(last, load<i32>(last - back) ^ i32x4.extract_lane(twisted, 0));
}

function twist(high: v128, low: v128): v128 {
  const y = v128.bitselect(high, low, i32x4.splat(<i32>0x80000000));
  const odd = i32x4.neg(v128.and(y, i32x4.splat(1)));
  return v128.xor(i32x4.shr_u(y, 1), v128.and(odd, i32x4.splat(<i32>0x9908b0df)));
}

function temper(raw: v128): v128 {
  let y = v128.xor(raw, i32x4.shr_u(raw, 11));
  y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(<i32>0x9d2c5680)));
  y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(<i32>0xefc60000)));
  return v128.xor(y, i32x4.shr_u(y, 18));
}
