/** Vectors one under the other: [count, length] row-major. */
export interface Vectors {
  readonly count: number;
  readonly length: number;
  readonly values: Float64Array;
}

export function makeVectors(count: number, length: number): Vectors {
  return { count, length, values: new Float64Array(count * length) };
}

/** Vector `at` as a view. */
export function vectorAt({ length, values }: Vectors, at: number): Float64Array {
  return values.subarray(at * length, (at + 1) * length);
}

/**
 * out[a, b] = scale · Σ_r left[a, r]·right[b, r] for r in [from, from + length): inner products of all with all, written
 * [left.count, right.count] from `offset`. Four by four at a time, so that each number loaded is used four times.
 */
export function innerProducts(
  left: Vectors,
  right: Vectors,
  from: number,
  length: number,
  scale: number,
  out: Float64Array,
  offset: number,
): void {
  const columns = right.count;
  for (let a = 0; a < left.count; a += 4) {
    for (let b = 0; b < columns; b += 4) {
      if (a + 4 <= left.count && b + 4 <= columns) {
        tile(left, right, a, b, from, length, scale, out, offset + a * columns + b);
        continue;
      }
      for (let i = a; i < Math.min(a + 4, left.count); i += 1) {
        for (let j = b; j < Math.min(b + 4, columns); j += 1) {
          out[offset + i * columns + j] = scale * dot(left, right, i, j, from, length);
        }
      }
    }
  }
}

function dot(left: Vectors, right: Vectors, i: number, j: number, from: number, length: number): number {
  const [x, y] = [left.values, right.values];
  const [xs, ys] = [i * left.length + from, j * right.length + from];
  let sum = 0;
  for (let r = 0; r < length; r += 1) sum += x[xs + r]! * y[ys + r]!;
  return sum;
}

function tile(
  left: Vectors,
  right: Vectors,
  a: number,
  b: number,
  from: number,
  length: number,
  scale: number,
  out: Float64Array,
  at: number,
): void {
  const [x, y, n] = [left.values, right.values, right.count];
  const x0 = a * left.length + from;
  const [x1, x2, x3] = [x0 + left.length, x0 + 2 * left.length, x0 + 3 * left.length];
  const y0 = b * right.length + from;
  const [y1, y2, y3] = [y0 + right.length, y0 + 2 * right.length, y0 + 3 * right.length];
  let [s00, s01, s02, s03] = [0, 0, 0, 0];
  let [s10, s11, s12, s13] = [0, 0, 0, 0];
  let [s20, s21, s22, s23] = [0, 0, 0, 0];
  let [s30, s31, s32, s33] = [0, 0, 0, 0];
  for (let r = 0; r < length; r += 1) {
    const p0 = x[x0 + r]!;
    const p1 = x[x1 + r]!;
    const p2 = x[x2 + r]!;
    const p3 = x[x3 + r]!;
    const q0 = y[y0 + r]!;
    const q1 = y[y1 + r]!;
    const q2 = y[y2 + r]!;
    const q3 = y[y3 + r]!;
    s00 += p0 * q0;
    s01 += p0 * q1;
    s02 += p0 * q2;
    s03 += p0 * q3;
    s10 += p1 * q0;
    s11 += p1 * q1;
    s12 += p1 * q2;
    s13 += p1 * q3;
    s20 += p2 * q0;
    s21 += p2 * q1;
    s22 += p2 * q2;
    s23 += p2 * q3;
    s30 += p3 * q0;
    s31 += p3 * q1;
    s32 += p3 * q2;
    s33 += p3 * q3;
  }
  const sums = [s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33];
  for (let k = 0; k < 16; k += 1) out[at + (k >> 2) * n + (k & 3)] = sums[k]! * scale;
}
