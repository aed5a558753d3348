import { describe, expect, it } from 'vitest';
import { epochSequences, testSequences } from '../../../src/lab/features/sequences.ts';

describe('sequences', () => {
  it('are consecutive runs of a permutation, the incomplete last one dropped', () => {
    const sequences = epochSequences(Int32Array.of(6, 1, 5, 0, 2, 4, 3), 3);
    expect(sequences.map((rows) => Array.from(rows))).toEqual([
      [6, 1, 5],
      [0, 2, 4],
    ]);
  });

  it('of test documents are in order', () => {
    expect(testSequences(8, 4).map((rows) => Array.from(rows))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    expect(testSequences(3, 4)).toEqual([]);
    expect(testSequences(2251, 32)).toHaveLength(70);
  });
});
