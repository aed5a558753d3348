import type { Reals } from '../attention/softmax.ts';

/** PyTorch's defaults, which the notebook uses. */
export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Plain gradient descent on one row, in place: w ← w − lr·g. `offset` is where the row begins in `weights`. */
export function descendRow(
  weights: Float32Array,
  gradient: Reals,
  offset: number,
  learningRate: number,
): void {
  for (let c = 0; c < gradient.length; c += 1) weights[offset + c]! -= learningRate * gradient[c]!;
}

/**
 * Adam's step `t` (1 is the first) on one row, in place, with PyTorch's bias correction:
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
 */
export function adamRow(
  weights: Float32Array,
  m: Float32Array,
  v: Float32Array,
  gradient: Reals,
  offset: number,
  learningRate: number,
  t: number,
): void {
  const { beta1, beta2, epsilon } = adam;
  const stepSize = learningRate / (1 - beta1 ** t);
  const correction = Math.sqrt(1 - beta2 ** t);
  for (let c = 0; c < gradient.length; c += 1) {
    const at = offset + c;
    const g = gradient[c]!;
    const first = beta1 * m[at]! + (1 - beta1) * g;
    const second = beta2 * v[at]! + (1 - beta2) * g * g;
    m[at] = first;
    v[at] = second;
    weights[at]! -= (stepSize * first) / (Math.sqrt(second) / correction + epsilon);
  }
}
