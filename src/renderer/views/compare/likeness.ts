/** How alike two maps of the same cells are. */
export interface Likeness {
  /** Rank correlation of all cells, −1 to 1; ties take their mean rank. NaN if a map is constant. */
  readonly spearman: number;
  /** Cosine of all cells as one vector, −1 to 1. NaN if a map is zero. */
  readonly cosine: number;
}

export function likeness(a: ArrayLike<number>, b: ArrayLike<number>): Likeness {
  return { spearman: correlation(ranks(a), ranks(b)), cosine: cosine(a, b) };
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return dot / Math.sqrt(squareA * squareB);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  return cosine(
    a.map((value) => value - meanA),
    b.map((value) => value - meanB),
  );
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => (values[i] ?? 0) - (values[j] ?? 0),
  );
  const ranked = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let at = from; at < to; at += 1) ranked[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return ranked;
}
