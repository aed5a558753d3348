import { EPSILON, FIRST_SHARE, SECOND_KEPT, SECOND_SHARE, STEP_SIZE } from './header';

/**
 * The dense part of a step, over `columns` columns of a block of four rows: the optimiser's update in place, and the
 * sum of each row's weights after it. All three functions add in the same order, so that a row's sum has the same
 * bits whether it was taken with the update or later.
 *
 * `slots` is a column's slot (16 × number), `gradients` [slots, 4] the gradient of each slot.
 *
 * Two columns at a time, every load before the first store: the processor then need not wait to see whether a store
 * changed what the next column reads. One division for both columns was slower, and less exact, than one each.
 */

/** Row sums alone. */
export function sumRows(weights: usize, columns: i32): v128 {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let w = weights;
  for (const end2 = weights + (((<usize>columns) & ~1) << 4); w < end2; w += 32) {
    sum0 = f32x4.add(sum0, v128.load(w));
    sum1 = f32x4.add(sum1, v128.load(w, 16));
  }
  if (columns & 1) sum0 = f32x4.add(sum0, v128.load(w));
  return f32x4.add(sum0, sum1);
}

/** w − step·g */
export function descend(weights: usize, slots: usize, gradients: usize, columns: i32): v128 {
  const step = v128.load_splat<f32>(STEP_SIZE);
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let w = weights;
  let s = slots;
  for (const end2 = weights + (((<usize>columns) & ~1) << 4); w < end2; w += 32, s += 8) {
    const g0 = v128.load(gradients + load<u32>(s));
    const g1 = v128.load(gradients + load<u32>(s, 4));
    const x0 = f32x4.sub(v128.load(w), f32x4.mul(step, g0));
    const x1 = f32x4.sub(v128.load(w, 16), f32x4.mul(step, g1));
    v128.store(w, x0);
    v128.store(w, x1, 16);
    sum0 = f32x4.add(sum0, x0);
    sum1 = f32x4.add(sum1, x1);
  }
  if (columns & 1) {
    const x = f32x4.sub(v128.load(w), f32x4.mul(step, v128.load(gradients + load<u32>(s))));
    v128.store(w, x);
    sum0 = f32x4.add(sum0, x);
  }
  return f32x4.add(sum0, sum1);
}

/**
 * Adam as PyTorch has it, m ← β1·m + (1−β1)·g, v ← β2·v + (1−β2)·g², w ← w − lr/(1−β1^t) · m/(√v/√(1−β2^t) + ε),
 * with the last fraction multiplied out by √(1−β2^t), which STEP_SIZE and EPSILON hold already.
 */
export function adam(
  weights: usize,
  firsts: usize,
  seconds: usize,
  slots: usize,
  gradients: usize,
  columns: i32,
): v128 {
  const firstShare = v128.load_splat<f32>(FIRST_SHARE);
  const secondKept = v128.load_splat<f32>(SECOND_KEPT);
  const secondShare = v128.load_splat<f32>(SECOND_SHARE);
  const epsilon = v128.load_splat<f32>(EPSILON);
  const step = v128.load_splat<f32>(STEP_SIZE);
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let w = weights;
  let first = firsts;
  let second = seconds;
  let s = slots;
  const end2 = weights + (((<usize>columns) & ~1) << 4);
  for (; w < end2; w += 32, first += 32, second += 32, s += 8) {
    const g0 = v128.load(gradients + load<u32>(s));
    const g1 = v128.load(gradients + load<u32>(s, 4));
    const m0 = firstMoment(v128.load(first), g0, firstShare);
    const m1 = firstMoment(v128.load(first, 16), g1, firstShare);
    const v0 = secondMoment(v128.load(second), g0, secondKept, secondShare);
    const v1 = secondMoment(v128.load(second, 16), g1, secondKept, secondShare);
    const x0 = f32x4.sub(v128.load(w), change(m0, v0, step, epsilon));
    const x1 = f32x4.sub(v128.load(w, 16), change(m1, v1, step, epsilon));
    v128.store(first, m0);
    v128.store(first, m1, 16);
    v128.store(second, v0);
    v128.store(second, v1, 16);
    v128.store(w, x0);
    v128.store(w, x1, 16);
    sum0 = f32x4.add(sum0, x0);
    sum1 = f32x4.add(sum1, x1);
  }
  if (columns & 1) {
    const g = v128.load(gradients + load<u32>(s));
    const m = firstMoment(v128.load(first), g, firstShare);
    const v = secondMoment(v128.load(second), g, secondKept, secondShare);
    const x = f32x4.sub(v128.load(w), change(m, v, step, epsilon));
    v128.store(first, m);
    v128.store(second, v);
    v128.store(w, x);
    sum0 = f32x4.add(sum0, x);
  }
  return f32x4.add(sum0, sum1);
}

/**
 * Zeroes moments too small to change a weight beside ε = 1e-8. Where a gradient stays zero they would else decay into
 * denormal numbers, which never become zero and slow every step down. NaN stays.
 */
export function settle(firsts: usize, seconds: usize, columns: i32): void {
  settleBelow(f32x4.splat(7.888609052210118e-31), firsts, columns); // 2⁻¹⁰⁰
  settleBelow(f32x4.splat(7.52316384526264e-37), seconds, columns); // 2⁻¹²⁰
}

function settleBelow(least: v128, moments: usize, columns: i32): void {
  for (let at = moments, end = moments + ((<usize>columns) << 4); at < end; at += 16) {
    const moment = v128.load(at);
    v128.store(at, v128.andnot(moment, f32x4.lt(f32x4.abs(moment), least)));
  }
}

function firstMoment(m: v128, g: v128, share: v128): v128 {
  return f32x4.add(m, f32x4.mul(share, f32x4.sub(g, m)));
}

function secondMoment(v: v128, g: v128, kept: v128, share: v128): v128 {
  return f32x4.add(f32x4.mul(v, kept), f32x4.mul(f32x4.mul(g, g), share));
}

/** step · m/(√v + ε) */
function change(m: v128, v: v128, step: v128, epsilon: v128): v128 {
  return f32x4.div(f32x4.mul(step, m), f32x4.add(f32x4.sqrt(v), epsilon));
}
