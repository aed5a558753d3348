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
  const lineStride = over === 'keys' ? 1 : n;
  const stride = over === 'keys' ? n : 1;
  for (let l = 0; l < n; l += 1) {
    const start = l * lineStride;
    let inner = 0;
    for (let k = 0; k < n; k += 1) {
      const at = start + k * stride;
      inner += attention[offset + at]! * upstream[at]!;
    }
    for (let k = 0; k < n; k += 1) {
      const at = start + k * stride;
      gradient[offset + at] = attention[offset + at]! * (upstream[at]! - inner);
    }
  }
}
