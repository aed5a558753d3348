import type { ModelConfig } from '../../shared/experiment.ts';

/** Matrices here are either precision; sums over them are always taken in float64. */
export type Reals = Float32Array | Float64Array;

/** `keys`: every query column sums to 1 (the notebook's axis). `queries`: every key row does. */
export type SoftmaxAxis = ModelConfig['softmaxOver'];

/**
 * Softmax of the n×n matrix that starts at `offset` of `scores`, into the same place of `attention`; both key × query,
 * row-major. Each line is shifted by its maximum and summed in ascending order, so equal scores give equal bits.
 *
 * `line` is scratch, [n]. `logSums`, if given, receives the line's log Σ exp(score) at `logOffset + line`, so that
 * log attention = score − log sum without the underflow of log(attention). Non-finite scores give NaN.
 */
export function softmax(
  scores: Reals,
  attention: Reals,
  offset: number,
  n: number,
  over: SoftmaxAxis,
  line: Float64Array,
  logSums?: Float64Array,
  logOffset = 0,
): void {
  if (over === 'keys' && attention instanceof Float64Array) {
    softmaxColumns(scores, attention, offset, n, line, logSums, logOffset);
    return;
  }
  const lineStride = over === 'keys' ? 1 : n;
  const stride = over === 'keys' ? n : 1;
  for (let l = 0; l < n; l += 1) {
    const start = offset + l * lineStride;
    let maximum = -Infinity;
    for (let k = 0; k < n; k += 1) {
      const score = scores[start + k * stride]!;
      if (score > maximum) maximum = score;
    }
    let sum = 0;
    for (let k = 0; k < n; k += 1) {
      const value = Math.exp(scores[start + k * stride]! - maximum);
      line[k] = value;
      sum += value;
    }
    for (let k = 0; k < n; k += 1) attention[start + k * stride] = line[k]! / sum;
    if (logSums !== undefined) logSums[logOffset + l] = maximum + Math.log(sum);
  }
}

/**
 * `softmax` of all columns at once, row by row, as they lie in memory: walked one by one, the columns of a long
 * sequence are a page apart. The same operations in the same order, so the same bits. The exponentials wait in
 * `attention`, which therefore is float64.
 */
function softmaxColumns(
  scores: Reals,
  attention: Float64Array,
  offset: number,
  n: number,
  sums: Float64Array,
  logSums: Float64Array | undefined,
  logOffset: number,
): void {
  const maxima = columnScratch(n);
  maxima.fill(-Infinity, 0, n);
  for (let i = 0; i < n; i += 1) {
    const row = offset + i * n;
    for (let j = 0; j < n; j += 1) {
      const score = scores[row + j]!;
      if (score > maxima[j]!) maxima[j] = score;
    }
  }
  sums.fill(0, 0, n);
  for (let i = 0; i < n; i += 1) {
    const row = offset + i * n;
    for (let j = 0; j < n; j += 1) {
      const value = Math.exp(scores[row + j]! - maxima[j]!);
      attention[row + j] = value;
      sums[j]! += value;
    }
  }
  for (let i = 0; i < n; i += 1) {
    const row = offset + i * n;
    for (let j = 0; j < n; j += 1) attention[row + j]! /= sums[j]!;
  }
  if (logSums === undefined) return;
  for (let j = 0; j < n; j += 1) logSums[logOffset + j] = maxima[j]! + Math.log(sums[j]!);
}

let scratch = new Float64Array(64);

/** A number a column, of anyone's; kept from call to call, so that a step allocates nothing. */
function columnScratch(n: number): Float64Array {
  if (scratch.length < n) scratch = new Float64Array(n);
  return scratch;
}

/**
 * Backward of `softmax` for one matrix: dS = att ⊙ (G − Σ over the line of att ⊙ G), with G = dLoss/datt.
 * `upstream` is G, [n, n] from its start; `attention` and `gradient` (dS) are read and written at `offset`.
 */
export function softmaxBackward(
  attention: Reals,
  upstream: Float64Array,
  gradient: Reals,
  offset: number,
  n: number,
  over: SoftmaxAxis,
): void {
  if (over === 'keys') {
    softmaxColumnsBackward(attention, upstream, gradient, offset, n);
    return;
  }
  for (let i = 0; i < n; i += 1) {
    let inner = 0;
    for (let at = i * n; at < (i + 1) * n; at += 1) inner += attention[offset + at]! * upstream[at]!;
    for (let at = i * n; at < (i + 1) * n; at += 1) {
      gradient[offset + at] = attention[offset + at]! * (upstream[at]! - inner);
    }
  }
}

/** The same for all columns at once, row by row; see `softmaxColumns`. */
function softmaxColumnsBackward(
  attention: Reals,
  upstream: Float64Array,
  gradient: Reals,
  offset: number,
  n: number,
): void {
  const inner = columnScratch(n);
  inner.fill(0, 0, n);
  for (let i = 0; i < n; i += 1) {
    const row = i * n;
    for (let j = 0; j < n; j += 1) inner[j]! += attention[offset + row + j]! * upstream[row + j]!;
  }
  for (let i = 0; i < n; i += 1) {
    const row = i * n;
    for (let j = 0; j < n; j += 1) {
      gradient[offset + row + j] = attention[offset + row + j]! * (upstream[row + j]! - inner[j]!);
    }
  }
}
