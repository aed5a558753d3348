import type { Reals } from './softmax.ts';

/**
 * The notebook's loss: −meanⱼ cos(att[:, j], truth[:, j]), always along query columns, whatever axis softmax took.
 *
 * As in torch's CosineSimilarity (eps 1e-8, 1.13 and later) each column is divided by its own norm, clamped from
 * below to eps. The clamp is invisible to the gradient: the norm's derivative is taken as if it were not clamped, and
 * as 0 for a column of zeros.
 */
const eps = 1e-8;

/** The loss of the n×n matrix at `offset`, key × query; `dots` and `norms` [n] are scratch and keep each column's. */
export function cosineLoss(
  attention: Reals,
  offset: number,
  n: number,
  labels: Int32Array,
  sizes: Float64Array,
  dots: Float64Array,
  norms: Float64Array,
): number {
  dots.fill(0);
  norms.fill(0);
  for (let i = 0; i < n; i += 1) {
    const row = offset + i * n;
    const label = labels[i]!;
    for (let j = 0; j < n; j += 1) {
      const value = attention[row + j]!;
      norms[j]! += value * value;
      if (labels[j] === label) dots[j]! += value;
    }
  }
  let sum = 0;
  for (let j = 0; j < n; j += 1) {
    norms[j] = Math.sqrt(norms[j]!);
    sum += dots[j]! / (clamped(norms[j]!) * Math.sqrt(sizes[j]!));
  }
  return -sum / n;
}

/** Math.max, but NaN stays NaN and no zero is hidden by sign. */
function clamped(norm: number): number {
  return norm < eps ? eps : norm;
}

/**
 * dLoss/datt times `weight` into `upstream` [n, n], after `cosineLoss` of the same matrix left its `dots` and `norms`,
 * of which it uses the former up: −weight/n · (truth/(‖a‖‖t‖) − (a·t)/(‖a‖²‖t‖) · a/‖a‖).
 */
export function cosineLossBackward(
  attention: Reals,
  offset: number,
  n: number,
  labels: Int32Array,
  sizes: Float64Array,
  dots: Float64Array,
  norms: Float64Array,
  weight: number,
  upstream: Float64Array,
): void {
  const scale = -weight / n;
  for (let j = 0; j < n; j += 1) {
    const length = clamped(norms[j]!);
    dots[j]! /= length * length;
  }
  for (let i = 0; i < n; i += 1) {
    const row = i * n;
    const label = labels[i]!;
    for (let j = 0; j < n; j += 1) {
      const norm = norms[j]!;
      const along = norm === 0 ? 0 : dots[j]! * (attention[offset + row + j]! / norm);
      const across = labels[j] === label ? 1 / clamped(norm) : 0;
      upstream[row + j] = (scale * (across - along)) / Math.sqrt(sizes[j]!);
    }
  }
}
