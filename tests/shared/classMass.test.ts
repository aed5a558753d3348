import { describe, expect, it } from 'vitest';
import { classAttention } from '../../src/lab/explain/classMap.ts';
import { cellSequences, classCells } from '../../src/shared/classMass.ts';
import { seededNumbers } from '../helpers/seededNumbers.ts';

const n = 6;
const heads = 2;
const labels = Int32Array.from([0, 1, 0, 2, 1, 0, 2, 2, 0, 2, 0, 0]);
const classes = ['a', 'b', 'c'];

/** Attention of two sequences, [H, n, n] each: columns sum to 1. */
function attention(): Float64Array[] {
  const draw = seededNumbers(3).uniform;
  return [0, 1].map(() => {
    const values = Float64Array.from({ length: heads * n * n }, () => draw());
    for (let h = 0; h < heads; h += 1) {
      for (let j = 0; j < n; j += 1) {
        let sum = 0;
        for (let i = 0; i < n; i += 1) sum += values[(h * n + i) * n + j]!;
        for (let i = 0; i < n; i += 1) values[(h * n + i) * n + j]! /= sum;
      }
    }
    return values;
  });
}
const sequences = attention();
const map = await classAttention({ labels, classes, length: n }, heads, (from) => sequences[from / n]!);

/** The same counted document by document, with nothing summed by class before. */
function counted(
  head: number | null,
  k: number,
  q: number,
): { share: number; chance: number; pairs: number } {
  let [mass, chance, queries, pairs] = [0, 0, 0, 0];
  const shown = head === null ? [0, 1] : [head];
  sequences.forEach((values, s) => {
    for (let j = 0; j < n; j += 1) {
      if (labels[s * n + j] !== q) continue;
      queries += 1;
      for (let i = 0; i < n; i += 1) {
        if (labels[s * n + i] !== k) continue;
        pairs += 1;
        chance += 1 / n;
        for (const h of shown) mass += values[(h * n + i) * n + j]! / shown.length;
      }
    }
  });
  return { share: mass / queries, chance: chance / queries, pairs };
}

describe('attention by class', () => {
  it.each([0, 1, null])('is what counting document by document gives, head %s', (head) => {
    const cells = classCells(map, head);
    for (let k = 0; k < 3; k += 1) {
      for (let q = 0; q < 3; q += 1) {
        const expected = counted(head, k, q);
        const at = k * 3 + q;
        expect(cells.share[at]).toBeCloseTo(expected.share, 6);
        expect(cells.chance[at]).toBeCloseTo(expected.chance, 12);
        expect(cells.pairs[at]).toBe(expected.pairs);
        expect(cells.lessChance[at]).toBeCloseTo(expected.share - expected.chance, 6);
        expect(cells.timesChance[at]).toBeCloseTo(expected.share / expected.chance, 5);
      }
    }
    expect([...cells.queries]).toEqual([6, 2, 4]);
  });

  it('sums to 1 over the classes of the keys, by chance too', () => {
    const { share, chance } = classCells(map, null);
    for (let q = 0; q < 3; q += 1) {
      expect(share[q]! + share[3 + q]! + share[6 + q]!).toBeCloseTo(1, 6);
      expect(chance[q]! + chance[3 + q]! + chance[6 + q]!).toBeCloseTo(1, 12);
    }
  });

  it('names the sequences behind a cell, those without the classes left out, their parts adding up', () => {
    const found = cellSequences(map, null, 2, 0);
    expect(found.map(({ sequence }) => sequence).sort()).toEqual([0, 1]);
    expect(found[0]!.mass).toBeGreaterThanOrEqual(found[1]!.mass);
    const mass = found.reduce((sum, part) => sum + part.mass, 0);
    expect(mass / 6).toBeCloseTo(counted(null, 2, 0).share, 6);
    // The second sequence has no document of class b.
    expect(cellSequences(map, 1, 1, 0).map(({ sequence }) => sequence)).toEqual([0]);
    expect(cellSequences(map, 1, 1, 0)[0]).toMatchObject({ keys: 2, queries: 3, chance: 2 / 6 });
  });

  it('is no number for a class that no query has', async () => {
    const none = await classAttention(
      { labels, classes: [...classes, 'd'], length: n },
      1,
      () => sequences[0]!,
    );
    const cells = classCells(none, null);
    expect(cells.share[3]).toBeNaN();
    expect(cells.share[12]).toBe(0);
    expect(cellSequences(none, null, 3, 0)).toEqual([]);
  });
});
