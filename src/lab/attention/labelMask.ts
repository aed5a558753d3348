/**
 * The label mask, truth[i, j] = 1 if yᵢ = yⱼ (diagonal included), is never stored: it is read off the labels, and all
 * that is kept is the size of each document's class within the sequence, which is the sum of its row and column.
 */

/** Writes, for each of the first `n` labels, how many of them are equal to it (itself included) into `sizes` [n]. */
export function classSizes(labels: Int32Array, n: number, sizes: Float64Array): void {
  for (let j = 0; j < n; j += 1) {
    const label = labels[j]!;
    let size = 0;
    for (let i = 0; i < n; i += 1) if (labels[i] === label) size += 1;
    sizes[j] = size;
  }
}
