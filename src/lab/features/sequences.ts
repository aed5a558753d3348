/** Sequences: n documents that attend to one another, as row indices of a split. */

/** An epoch's sequences: consecutive runs of n of a permutation, the incomplete last one dropped. Views, no copies. */
export function epochSequences(permutation: Int32Array, n: number): Int32Array[] {
  const sequences = Math.floor(permutation.length / n);
  return Array.from({ length: sequences }, (_, s) => permutation.subarray(s * n, (s + 1) * n));
}

/** The first N rows in order as sequences of n, the incomplete last one dropped. */
export function testSequences(N: number, n: number): Int32Array[] {
  return epochSequences(
    Int32Array.from({ length: N }, (_, row) => row),
    n,
  );
}
