import { EPSILON, FIRST_SHARE, ROOT_SCALE, SECOND_KEPT, SECOND_SHARE, STEP_SIZE } from './header';

/**
 * The dense part of a step, over `columns` columns of a block of four rows: the optimiser's update in place, and the
 * sum of each row's weights after it. All three functions add in the same order, so that a row's sum has the same
 * bits whether it was taken with the update or later.
 *
 * `slots` is a column's slot (16 × number), `gradients` [slots, 4] the gradient of each slot.
 */

/** Row sums alone. */
export function sumRows(weights: usize, columns: i32): v128 {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let w = weights;
  const end = weights + ((<usize>columns) << 4);
  for (const end4 = weights + (((<usize>columns) & ~3) << 4); w < end4; w += 64) {
    sum0 = f32x4.add(sum0, v128.load(w));
    sum1 = f32x4.add(sum1, v128.load(w, 16));
    sum2 = f32x4.add(sum2, v128.load(w, 32));
    sum3 = f32x4.add(sum3, v128.load(w, 48));
  }
  for (; w < end; w += 16) sum0 = f32x4.add(sum0, v128.load(w));
  return total(sum0, sum1, sum2, sum3);
}

/** w − step·g */
export function descend(weights: usize, slots: usize, gradients: usize, columns: i32): v128 {
  const step = v128.load_splat<f32>(STEP_SIZE);
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let w = weights;
  let s = slots;
  const end = weights + ((<usize>columns) << 4);
  for (const end4 = weights + (((<usize>columns) & ~3) << 4); w < end4; w += 64, s += 16) {
    let x = f32x4.sub(v128.load(w), f32x4.mul(step, v128.load(gradients + load<u32>(s))));
    v128.store(w, x);
    sum0 = f32x4.add(sum0, x);
    x = f32x4.sub(v128.load(w, 16), f32x4.mul(step, v128.load(gradients + load<u32>(s, 4))));
    v128.store(w, x, 16);
    sum1 = f32x4.add(sum1, x);
    x = f32x4.sub(v128.load(w, 32), f32x4.mul(step, v128.load(gradients + load<u32>(s, 8))));
    v128.store(w, x, 32);
    sum2 = f32x4.add(sum2, x);
    x = f32x4.sub(v128.load(w, 48), f32x4.mul(step, v128.load(gradients + load<u32>(s, 12))));
    v128.store(w, x, 48);
    sum3 = f32x4.add(sum3, x);
  }
  for (; w < end; w += 16, s += 4) {
    const x = f32x4.sub(v128.load(w), f32x4.mul(step, v128.load(gradients + load<u32>(s))));
    v128.store(w, x);
    sum0 = f32x4.add(sum0, x);
  }
  return total(sum0, sum1, sum2, sum3);
}

/**
 * Adam as PyTorch has it: m ← β1·m + (1−β1)·g, v ← β2·v + (1−β2)·g², w ← w − step · m/(√v/√(1−β2^t) + ε).
 *
 * Square roots and divisions are what a cached block waits for, so two columns share a division: a/p and b/q are
 * a·q/(p·q) and b·p/(p·q). The product overflows only where g² does too, and ε keeps it from zero.
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
  const rootScale = v128.load_splat<f32>(ROOT_SCALE);
  const epsilon = v128.load_splat<f32>(EPSILON);
  const step = v128.load_splat<f32>(STEP_SIZE);
  const one = f32x4.splat(1);
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let w = weights;
  let first = firsts;
  let second = seconds;
  let s = slots;
  const end = weights + ((<usize>columns) << 4);
  for (
    const end4 = weights + (((<usize>columns) & ~3) << 4);
    w < end4;
    w += 64, first += 64, second += 64, s += 16
  ) {
    let g = v128.load(gradients + load<u32>(s));
    let m = firstMoment(v128.load(first), g, firstShare);
    let v = secondMoment(v128.load(second), g, secondKept, secondShare);
    v128.store(first, m);
    v128.store(second, v);
    let rootA = root(v, rootScale, epsilon);
    let changeA = f32x4.mul(step, m);

    g = v128.load(gradients + load<u32>(s, 4));
    m = firstMoment(v128.load(first, 16), g, firstShare);
    v = secondMoment(v128.load(second, 16), g, secondKept, secondShare);
    v128.store(first, m, 16);
    v128.store(second, v, 16);
    let rootB = root(v, rootScale, epsilon);
    let changeB = f32x4.mul(step, m);

    let reciprocal = f32x4.div(one, f32x4.mul(rootA, rootB));
    let x = f32x4.sub(v128.load(w), f32x4.mul(changeA, f32x4.mul(rootB, reciprocal)));
    v128.store(w, x);
    sum0 = f32x4.add(sum0, x);
    x = f32x4.sub(v128.load(w, 16), f32x4.mul(changeB, f32x4.mul(rootA, reciprocal)));
    v128.store(w, x, 16);
    sum1 = f32x4.add(sum1, x);

    g = v128.load(gradients + load<u32>(s, 8));
    m = firstMoment(v128.load(first, 32), g, firstShare);
    v = secondMoment(v128.load(second, 32), g, secondKept, secondShare);
    v128.store(first, m, 32);
    v128.store(second, v, 32);
    rootA = root(v, rootScale, epsilon);
    changeA = f32x4.mul(step, m);

    g = v128.load(gradients + load<u32>(s, 12));
    m = firstMoment(v128.load(first, 48), g, firstShare);
    v = secondMoment(v128.load(second, 48), g, secondKept, secondShare);
    v128.store(first, m, 48);
    v128.store(second, v, 48);
    rootB = root(v, rootScale, epsilon);
    changeB = f32x4.mul(step, m);

    reciprocal = f32x4.div(one, f32x4.mul(rootA, rootB));
    x = f32x4.sub(v128.load(w, 32), f32x4.mul(changeA, f32x4.mul(rootB, reciprocal)));
    v128.store(w, x, 32);
    sum2 = f32x4.add(sum2, x);
    x = f32x4.sub(v128.load(w, 48), f32x4.mul(changeB, f32x4.mul(rootA, reciprocal)));
    v128.store(w, x, 48);
    sum3 = f32x4.add(sum3, x);
  }
  for (; w < end; w += 16, first += 16, second += 16, s += 4) {
    const g = v128.load(gradients + load<u32>(s));
    const m = firstMoment(v128.load(first), g, firstShare);
    const v = secondMoment(v128.load(second), g, secondKept, secondShare);
    const change = f32x4.div(f32x4.mul(step, m), root(v, rootScale, epsilon));
    const x = f32x4.sub(v128.load(w), change);
    v128.store(first, m);
    v128.store(second, v);
    v128.store(w, x);
    sum0 = f32x4.add(sum0, x);
  }
  return total(sum0, sum1, sum2, sum3);
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

function total(sum0: v128, sum1: v128, sum2: v128, sum3: v128): v128 {
  return f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3));
}

function firstMoment(m: v128, g: v128, share: v128): v128 {
  return f32x4.add(m, f32x4.mul(share, f32x4.sub(g, m)));
}

function secondMoment(v: v128, g: v128, kept: v128, share: v128): v128 {
  return f32x4.add(f32x4.mul(v, kept), f32x4.mul(f32x4.mul(g, g), share));
}

/** √v/√(1−β2^t) + ε */
function root(v: v128, scale: v128, epsilon: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sqrt(v), scale), epsilon);
}
