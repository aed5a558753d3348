/**
 * `numpy.argsort(values)` of float64 without NaN, ties included: scikit-learn's `max_features` cuts among equally
 * frequent terms by what numpy's unstable introsort leaves, so the same terms survive only with the same steps.
 * From `numpy/core/src/npysort/quicksort.cpp` (BSD-3-Clause, copyright the NumPy developers): median of three,
 * insertion sort of 16 or fewer, heapsort when too deep. (numpy 2 takes other steps on CPUs with AVX2 or AVX512.)
 */
export function numpyArgsort(values: Float64Array): Int32Array<ArrayBuffer> {
  const order = Int32Array.from({ length: values.length }, (_, i) => i);
  const value = (place: number): number => values[order[place]!]!;
  const swap = (a: number, b: number): void => {
    const kept = order[a]!;
    order[a] = order[b]!;
    order[b] = kept;
  };
  /** Ranges left to sort, the latest last. */
  const stack: { low: number; high: number; depth: number }[] = [];
  let low = 0;
  let high = values.length - 1;
  let depth = 2 * (31 - Math.clz32(Math.max(1, values.length)));

  for (;;) {
    if (depth < 0) {
      heapsort(values, order.subarray(low, high + 1));
    } else {
      while (high - low > 15) {
        const middle = low + ((high - low) >> 1);
        if (value(middle) < value(low)) swap(middle, low);
        if (value(high) < value(middle)) swap(high, middle);
        if (value(middle) < value(low)) swap(middle, low);
        const pivot = value(middle);
        let i = low;
        let j = high - 1;
        swap(middle, j);
        for (;;) {
          do i++;
          while (value(i) < pivot);
          do j--;
          while (pivot < value(j));
          if (i >= j) break;
          swap(i, j);
        }
        swap(i, high - 1);
        depth--;
        // The longer part waits, the shorter goes on.
        if (i - low < high - i) {
          stack.push({ low: i + 1, high, depth });
          high = i - 1;
        } else {
          stack.push({ low, high: i - 1, depth });
          low = i + 1;
        }
      }
      insertionSort(values, order, low, high);
    }
    const waiting = stack.pop();
    if (waiting === undefined) return order;
    ({ low, high, depth } = waiting);
  }
}

function insertionSort(values: Float64Array, order: Int32Array, low: number, high: number): void {
  for (let i = low + 1; i <= high; i++) {
    const moved = order[i]!;
    let j = i;
    for (; j > low && values[moved]! < values[order[j - 1]!]!; j--) order[j] = order[j - 1]!;
    order[j] = moved;
  }
}

function heapsort(values: Float64Array, order: Int32Array): void {
  /** Lets `moved` sink from place `root` (from 1) of a heap of `size`. */
  const sink = (moved: number, root: number, size: number): void => {
    let place = root;
    for (let child = 2 * root; child <= size; child *= 2) {
      if (child < size && values[order[child - 1]!]! < values[order[child]!]!) child++;
      if (!(values[moved]! < values[order[child - 1]!]!)) break;
      order[place - 1] = order[child - 1]!;
      place = child;
    }
    order[place - 1] = moved;
  };
  for (let root = order.length >> 1; root > 0; root--) sink(order[root - 1]!, root, order.length);
  for (let size = order.length; size > 1; size--) {
    const moved = order[size - 1]!;
    order[size - 1] = order[0]!;
    sink(moved, 1, size - 1);
  }
}
