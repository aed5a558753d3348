/**
 * The dense products of n×n matrices with a block's keys and queries, [N, 4] each: N is n padded to a multiple of 4,
 * and what lies beyond n is zero.
 */

/** Adds the scores of four rows, Kᵀ·Q, to `partial` [N, N] (key × query). `rows` is scratch, [4, N]. */
export function addScores(keys: usize, queries: usize, length: i32, partial: usize, rows: usize): void {
  const rowBytes = (<usize>length) << 2;
  transpose(queries, length, rows);
  const end = rows + rowBytes;
  let key = keys;
  let out = partial;
  for (let i = 0; i < length; i += 2) {
    const key00 = v128.load_splat<f32>(key);
    const key01 = v128.load_splat<f32>(key, 4);
    const key02 = v128.load_splat<f32>(key, 8);
    const key03 = v128.load_splat<f32>(key, 12);
    const key10 = v128.load_splat<f32>(key, 16);
    const key11 = v128.load_splat<f32>(key, 20);
    const key12 = v128.load_splat<f32>(key, 24);
    const key13 = v128.load_splat<f32>(key, 28);
    for (let row = rows; row < end; row += 16) {
      const query0 = v128.load(row);
      const query1 = v128.load(row + rowBytes);
      const query2 = v128.load(row + 2 * rowBytes);
      const query3 = v128.load(row + 3 * rowBytes);
      const low0 = f32x4.add(f32x4.mul(key00, query0), f32x4.mul(key01, query1));
      const high0 = f32x4.add(f32x4.mul(key02, query2), f32x4.mul(key03, query3));
      v128.store(out, f32x4.add(v128.load(out), f32x4.add(low0, high0)));
      const low1 = f32x4.add(f32x4.mul(key10, query0), f32x4.mul(key11, query1));
      const high1 = f32x4.add(f32x4.mul(key12, query2), f32x4.mul(key13, query3));
      const below = out + rowBytes;
      v128.store(below, f32x4.add(v128.load(below), f32x4.add(low1, high1)));
      out += 16;
    }
    key += 32;
    out += rowBytes;
  }
}

/** `outputs` [N, 4] = `matrix` [N, N] · `inputs` [N, 4]: dK = dS·Q, and dQ = dSᵀ·K. */
export function multiply(matrix: usize, inputs: usize, length: i32, outputs: usize): void {
  const rowBytes = (<usize>length) << 2;
  let row = matrix;
  const end = outputs + ((<usize>length) << 4);
  for (let output = outputs; output < end; output += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    let input = inputs;
    for (const rowEnd = row + rowBytes; row < rowEnd; row += 4) {
      const x = v128.load(input);
      sum0 = f32x4.add(sum0, f32x4.mul(v128.load_splat<f32>(row), x));
      sum1 = f32x4.add(sum1, f32x4.mul(v128.load_splat<f32>(row + rowBytes), x));
      sum2 = f32x4.add(sum2, f32x4.mul(v128.load_splat<f32>(row + 2 * rowBytes), x));
      sum3 = f32x4.add(sum3, f32x4.mul(v128.load_splat<f32>(row + 3 * rowBytes), x));
      input += 16;
    }
    v128.store(output, sum0);
    v128.store(output, sum1, 16);
    v128.store(output, sum2, 32);
    v128.store(output, sum3, 48);
    row += 3 * rowBytes;
  }
}

/** Adds `partial` [size] float32 (size a multiple of 4) to `sums` [size] float64. */
export function addPartial(partial: usize, size: i32, sums: usize): void {
  let sum = sums;
  for (let from = partial, end = partial + ((<usize>size) << 2); from < end; from += 16) {
    const four = v128.load(from);
    const low = f64x2.promote_low_f32x4(four);
    const high = f64x2.promote_low_f32x4(v128.shuffle<u64>(four, four, 1, 1));
    v128.store(sum, f64x2.add(v128.load(sum), low));
    v128.store(sum, f64x2.add(v128.load(sum, 16), high), 16);
    sum += 32;
  }
}

/** [N, 4] to [4, N] */
function transpose(from: usize, length: i32, to: usize): void {
  const rowBytes = (<usize>length) << 2;
  const end = from + ((<usize>length) << 4);
  let out = to;
  for (let at = from; at < end; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    v128.store(out, v128.shuffle<u64>(ab, cd, 0, 2));
    v128.store(out + rowBytes, v128.shuffle<u64>(ab, cd, 1, 3));
    const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(out + 2 * rowBytes, v128.shuffle<u64>(abHigh, cdHigh, 0, 2));
    v128.store(out + 3 * rowBytes, v128.shuffle<u64>(abHigh, cdHigh, 1, 3));
    out += 16;
  }
}
