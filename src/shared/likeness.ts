/** How alike two maps of the same cells are. */
export interface Likeness {
  /** Rank correlation of all cells, −1 to 1; ties take their mean rank. NaN if a map is constant. */
  readonly spearman: number;
  /** Cosine of all cells as one vector, −1 to 1. NaN if a map is zero. */
  readonly cosine: number;
}

export function likeness(a: ArrayLike<number>, b: ArrayLike<number>): Likeness {
  return { spearman: dot(centred(ranks(a)), centred(ranks(b))), cosine: cosine(a, b) };
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Values less their mean, scaled to length 1: the dot of two is their correlation. NaN if all are equal. */
export function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const result = values.map((value) => value - mean);
  const length = Math.sqrt(dot(result, result));
  return result.map((value) => value / length);
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/**
 * The place of each value, 0 for the smallest; ties share their mean place. Values within `tie` of the one before them
 * count as tied: what rounding has told apart.
 */
export function ranks(values: ArrayLike<number>, tie = 0): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => (values[i] ?? 0) - (values[j] ?? 0),
  );
  const ranked = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && (sorted[to] ?? 0) - (sorted[to - 1] ?? 0) <= tie) to += 1;
    for (let at = from; at < to; at += 1) ranked[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return ranked;
}
