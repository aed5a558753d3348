import { BLOCK_BYTES, COLUMNS, SIDE_BYTES } from './header';
import { draw } from './mersenne';

/**
 * Torch's float32 `randn`, bit for bit: lab/random/boxMuller.ts (which explains it), four pairs at a time. Its fused
 * multiply-add is made of float64 operations, as there; wasm's own relaxed one is not the same on every machine.
 */

/** Draws `chunks` × 16 words and writes as many normals, times `scale`, to `out`. */
export function drawNormals(state: usize, chunks: i32, scale: f32, out: usize): void {
  draw(state, chunks * 16, out);
  const end = out + ((<usize>chunks) << 6);
  for (let chunk = out; chunk < end; chunk += 64) {
    boxMuller(chunk, scale);
    boxMuller(chunk + 16, scale);
  }
}

/** Four words at `at` and the four 32 bytes on become four normals each. */
function boxMuller(at: usize, scale: f32): void {
  const radius = radiusOf(v128.load(at));
  const b = uniform(v128.load(at, 32));

  const theta = f32x4.mul(f32x4.splat(6.283185307179586), b);
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.mul(theta, f32x4.splat(1.27323954473516)));
  const octant = v128.and(i32x4.add(whole, i32x4.splat(1)), i32x4.splat(~1));
  const j = f32x4.convert_i32x4_s(octant);
  let t = fusedMultiplyAdd(j, f32x4.splat(-0.78515625), theta);
  t = fusedMultiplyAdd(j, f32x4.splat(-2.4187564849853515625e-4), t);
  t = fusedMultiplyAdd(j, f32x4.splat(-3.77489497744594108e-8), t);
  const q = f32x4.mul(t, t);
  let c = fusedMultiplyAdd(f32x4.splat(2.443315711809948e-5), q, f32x4.splat(-1.388731625493765e-3));
  c = fusedMultiplyAdd(c, q, f32x4.splat(4.166664568298827e-2));
  c = fusedMultiplyAdd(f32x4.mul(c, q), q, f32x4.neg(f32x4.mul(q, f32x4.splat(0.5))));
  c = f32x4.add(c, f32x4.splat(1));
  let s = fusedMultiplyAdd(f32x4.splat(-1.9515295891e-4), q, f32x4.splat(8.3321608736e-3));
  s = fusedMultiplyAdd(s, q, f32x4.splat(-1.6666654611e-1));
  s = fusedMultiplyAdd(f32x4.mul(s, q), t, t);

  const four = i32x4.splat(4);
  const swap = i32x4.ne(v128.and(octant, i32x4.splat(2)), i32x4.splat(0));
  const sineSign = i32x4.shl(v128.and(octant, four), 29);
  const cosineSign = i32x4.shl(v128.andnot(four, i32x4.sub(octant, i32x4.splat(2))), 29);
  const sine = v128.xor(v128.bitselect(c, s, swap), sineSign);
  const cosine = v128.xor(v128.bitselect(s, c, swap), cosineSign);

  // + 0 turns −0 into 0, as torch's fma(…, std, mean 0) does.
  const zero = f32x4.splat(0);
  const factor = f32x4.splat(scale);
  v128.store(at, f32x4.mul(f32x4.add(f32x4.mul(radius, cosine), zero), factor));
  v128.store(at, f32x4.mul(f32x4.add(f32x4.mul(radius, sine), zero), factor), 32);
}

/** √(−2 ln(1 − a)) of four words' uniforms a. */
function radiusOf(words: v128): v128 {
  const bits = f32x4.sub(f32x4.splat(1), uniform(words));
  const m = v128.or(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const low = f32x4.lt(m, f32x4.splat(0.707106781186547524));
  const exponent = i32x4.add(i32x4.sub(i32x4.shr_u(bits, 23), i32x4.splat(126)), low);
  const e = f32x4.convert_i32x4_s(exponent);
  const x = f32x4.sub(f32x4.add(m, v128.and(m, low)), f32x4.splat(1));
  const z = f32x4.mul(x, x);
  let y = fusedMultiplyAdd(f32x4.splat(7.0376836292e-2), x, f32x4.splat(-1.151461031e-1));
  y = fusedMultiplyAdd(y, x, f32x4.splat(1.167699874e-1));
  y = fusedMultiplyAdd(y, x, f32x4.splat(-1.2420140846e-1));
  y = fusedMultiplyAdd(y, x, f32x4.splat(1.4249322787e-1));
  y = fusedMultiplyAdd(y, x, f32x4.splat(-1.6668057665e-1));
  y = fusedMultiplyAdd(y, x, f32x4.splat(2.0000714765e-1));
  y = fusedMultiplyAdd(y, x, f32x4.splat(-2.4999993993e-1));
  y = fusedMultiplyAdd(y, x, f32x4.splat(3.3333331174e-1));
  y = fusedMultiplyAdd(f32x4.mul(y, x), z, f32x4.mul(e, f32x4.splat(-2.1219444e-4)));
  y = fusedMultiplyAdd(z, f32x4.splat(-0.5), y);
  const logarithm = fusedMultiplyAdd(e, f32x4.splat(0.693359375), f32x4.add(x, y));
  return f32x4.sqrt(f32x4.mul(f32x4.splat(-2), logarithm));
}

/** The low 24 bits of each word as a float32 in [0, 1), exactly. */
function uniform(words: v128): v128 {
  const low = v128.and(words, i32x4.splat(0xffffff));
  return f32x4.mul(f32x4.convert_i32x4_s(low), f32x4.splat(5.9604644775390625e-8));
}

/** a·b + c rounded once, where no double rounding occurs (RNG.md, 2.4). */
function fusedMultiplyAdd(a: v128, b: v128, c: v128): v128 {
  const low = f64x2.add(
    f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b)),
    f64x2.promote_low_f32x4(c),
  );
  const high = f64x2.add(f64x2.mul(promoteHigh(a), promoteHigh(b)), promoteHigh(c));
  return v128.shuffle<u64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

function promoteHigh(a: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(a, a, 1, 1));
}

/** Interleaves four rows [4, D] at `rows` into a block of one side of a pair, and zeroes its moments. */
export function placeRows(rows: usize, block: usize): void {
  const columns = load<usize>(COLUMNS);
  const rowBytes = columns << 2;
  let at = rows;
  let out = block;
  for (const end4 = rows + ((columns & ~3) << 2); at < end4; at += 16, out += 64) {
    const a = v128.load(at);
    const b = v128.load(at + rowBytes);
    const c = v128.load(at + 2 * rowBytes);
    const d = v128.load(at + 3 * rowBytes);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    v128.store(out, v128.shuffle<u64>(ab, cd, 0, 2));
    v128.store(out, v128.shuffle<u64>(ab, cd, 1, 3), 16);
    const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<u64>(abHigh, cdHigh, 0, 2), 32);
    v128.store(out, v128.shuffle<u64>(abHigh, cdHigh, 1, 3), 48);
  }
  for (const end = rows + rowBytes; at < end; at += 4, out += 16) {
    store<f32>(out, load<f32>(at));
    store<f32>(out, load<f32>(at + rowBytes), 4);
    store<f32>(out, load<f32>(at + 2 * rowBytes), 8);
    store<f32>(out, load<f32>(at + 3 * rowBytes), 12);
  }
  const blockBytes = load<usize>(BLOCK_BYTES);
  memory.fill(block + blockBytes, 0, load<usize>(SIDE_BYTES) - blockBytes);
}
