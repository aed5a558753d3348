import { axisShare } from './axisShare.ts';

/** A curve's points in drawing order. */
export interface Curve {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** True when every finite point of the range is there; false when only the extremes of each pixel are. */
  readonly complete: boolean;
}

/**
 * The points of a curve between `from` and `to` that `pixels` columns can show: all of them if there are no more
 * than columns, else the first, the lowest, the highest and the last of each column, which draws the same ink.
 * `xs` ascend; on a log axis columns are as wide as the axis has them. One point beyond either end is kept so that lines
 * leave the plot; values not finite are left out.
 */
export function decimate(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  range: { readonly from: number; readonly to: number; readonly log?: boolean },
  pixels: number,
): Curve {
  const start = Math.max(0, firstAtLeast(xs, range.from) - 1);
  const end = Math.min(xs.length, firstAbove(xs, range.to) + 1);
  if (end - start <= pixels) {
    const kept: number[] = [];
    for (let i = start; i < end; i += 1) if (Number.isFinite(ys[i]!)) kept.push(i);
    return pick(xs, ys, kept, true);
  }
  const { from: low, to: high, log = false } = range;
  const span = { low, high, log };
  const column = (x: number): number => Math.floor(axisShare(span, x) * (pixels - 1));
  const kept: number[] = [];
  for (let i = start; i < end;) {
    const at = column(xs[i]!);
    let [first, least, most, last] = [-1, -1, -1, -1];
    for (; i < end && column(xs[i]!) === at; i += 1) {
      const y = ys[i]!;
      if (!Number.isFinite(y)) continue;
      if (first < 0) first = least = most = i;
      else if (y < ys[least]!) least = i;
      else if (y > ys[most]!) most = i;
      last = i;
    }
    if (first < 0) continue;
    const [one, other] = least < most ? [least, most] : [most, least];
    kept.push(first);
    if (one > first) kept.push(one);
    if (other > one) kept.push(other);
    if (last > other) kept.push(last);
  }
  return pick(xs, ys, kept, false);
}

function pick(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  kept: readonly number[],
  complete: boolean,
): Curve {
  const curve = { xs: new Float64Array(kept.length), ys: new Float64Array(kept.length), complete };
  for (let i = 0; i < kept.length; i += 1) {
    curve.xs[i] = xs[kept[i]!]!;
    curve.ys[i] = ys[kept[i]!]!;
  }
  return curve;
}

/** Index of the first x not below `bound`. */
function firstAtLeast(xs: ArrayLike<number>, bound: number): number {
  return partition(xs, (x) => x < bound);
}

function firstAbove(xs: ArrayLike<number>, bound: number): number {
  return partition(xs, (x) => x <= bound);
}

/** How many entries from the first satisfy `before`, which turns false once and stays so. */
function partition(xs: ArrayLike<number>, before: (x: number) => boolean): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(xs[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
