/**
 * Torch's float32 Box-Muller transform on x86-64 with AVX2 and FMA, bit for bit (reference/RNG.md, 2.4).
 *
 * It does not call libm: logarithm, sine and cosine are the Cephes single-precision polynomials (S. Moshier), by way
 * of Pommier's and Garberoglio's sse/avx_mathfun (zlib licence), with `a*b + c` contracted to a fused multiply-add.
 * Below, `f(a*b + c)` on float32 values is that FMA: a·b is exact in float64, and no double rounding occurs for any
 * of the 2²⁴ possible inputs. Only + − × √ and rounding are used, so every machine gives the same bits.
 */

const f = Math.fround;

const P0 = f(7.0376836292e-2);
const P1 = f(-1.151461031e-1);
const P2 = f(1.167699874e-1);
const P3 = f(-1.2420140846e-1);
const P4 = f(1.4249322787e-1);
const P5 = f(-1.6668057665e-1);
const P6 = f(2.0000714765e-1);
const P7 = f(-2.4999993993e-1);
const P8 = f(3.3333331174e-1);
const Q1 = f(-2.1219444e-4);
const Q2 = f(0.693359375);
const SQRT_HALF = f(Math.SQRT1_2);

const DP1 = f(-0.78515625);
const DP2 = f(-2.4187564849853515625e-4);
const DP3 = f(-3.77489497744594108e-8);
const S0 = f(-1.9515295891e-4);
const S1 = f(8.3321608736e-3);
const S2 = f(-1.6666654611e-1);
const C0 = f(2.443315711809948e-5);
const C1 = f(-1.388731625493765e-3);
const C2 = f(4.166664568298827e-2);
const FOUR_OVER_PI = f(4 / Math.PI);
const TWO_PI = f(2 * Math.PI);

const UNIT = 2 ** -24;
/** 2^-length by bit length of h, 0 to 25 */
const INVERSE_POWER = Float64Array.from({ length: 26 }, (_, length) => 2 ** -length);

/**
 * By octant j (0, 2, 4, 6, 8): cos = C·COS_OF_C[j] + S·COS_OF_S[j], and sine likewise. One weight is ±1, the other 0:
 * exact, and without a branch that random angles would mispredict.
 */
const COS_OF_C = Float64Array.of(1, 0, 0, 0, -1, 0, 0, 0, 1);
const COS_OF_S = Float64Array.of(0, 0, -1, 0, 0, 0, 1, 0, 0);
const SIN_OF_C = Float64Array.of(0, 0, 1, 0, 0, 0, -1, 0, 0);
const SIN_OF_S = Float64Array.of(1, 0, 0, 0, -1, 0, 0, 0, 1);

/**
 * Turns `chunks` × 16 words into as many normals at `out[at …]`, each times `scale` (a float32) in float32. In a
 * chunk of 16, words j and j + 8 make values j (radius · cosine) and j + 8 (radius · sine).
 */
export function transformChunks(
  words: Int32Array,
  chunks: number,
  out: Float32Array,
  at: number,
  scale: number,
): void {
  for (let chunk = 0; chunk < chunks; chunk++) {
    const start = chunk * 16;
    for (let j = start; j < start + 8; j++) {
      // Radius: √(−2 ln(1 − a)), 1 − a = h/2²⁴ = m·2^exponent with 0.5 ≤ m < 1.
      const h = 0x1000000 - (words[j]! & 0xffffff);
      const length = 32 - Math.clz32(h);
      const m = h * INVERSE_POWER[length]!;
      const low = m < SQRT_HALF ? 1 : 0;
      const exponent = length - 24 - low;
      const x = m + m * low - 1;
      const z = f(x * x);
      let y = f(P0 * x + P1);
      y = f(y * x + P2);
      y = f(y * x + P3);
      y = f(y * x + P4);
      y = f(y * x + P5);
      y = f(y * x + P6);
      y = f(y * x + P7);
      y = f(y * x + P8);
      y = f(y * x);
      y = f(y * z + f(exponent * Q1));
      y = f(z * -0.5 + y);
      const logarithm = f(exponent * Q2 + f(x + y));
      const radius = f(Math.sqrt(f(-2 * logarithm)));

      // Angle: sine and cosine of 2πb, reduced to an octant's t and weighed by the octant.
      const theta = f(TWO_PI * ((words[j + 8]! & 0xffffff) * UNIT));
      const octant = ((f(theta * FOUR_OVER_PI) | 0) + 1) & ~1;
      let t = f(octant * DP1 + theta);
      t = f(octant * DP2 + t);
      t = f(octant * DP3 + t);
      const q = f(t * t);
      let c = f(C0 * q + C1);
      c = f(c * q + C2);
      c = f(c * q);
      c = f(c * q - f(q * 0.5));
      c = f(c + 1);
      let s = f(S0 * q + S1);
      s = f(s * q + S2);
      s = f(s * q);
      s = f(s * t + t);

      const cosine = c * COS_OF_C[octant]! + s * COS_OF_S[octant]!;
      const sine = c * SIN_OF_C[octant]! + s * SIN_OF_S[octant]!;
      // + 0 turns −0 into 0, as torch's fma(…, std, mean 0) does.
      out[at + j] = (f(radius * cosine) + 0) * scale;
      out[at + j + 8] = (f(radius * sine) + 0) * scale;
    }
  }
}
