import type { ClassAttention } from './explain.ts';

/** What a class map shows of a pair of classes. */
export const classQuantities = ['share', 'lessChance', 'timesChance', 'perPair'] as const;
/**
 * `share`: of the attention of a query of one class, what the keys of the other get together, mean over queries.
 * `lessChance`, `timesChance`: that share against what the keys would get if each got the same. `perPair`: mean of one
 * key's attention, or of the score where columns are no shares.
 */
export type ClassQuantity = (typeof classQuantities)[number];

/** Attention by class over all sequences together. All arrays [C, C], key class × query class; NaN where no query is. */
export interface ClassCells {
  readonly classes: readonly string[];
  readonly share: Float64Array;
  /** The share that uniform attention would give: how many of the sequence's keys have the class. */
  readonly chance: Float64Array;
  readonly lessChance: Float64Array;
  readonly timesChance: Float64Array;
  readonly perPair: Float64Array;
  /** Pairs of documents within one sequence. */
  readonly pairs: Float64Array;
  /** [C] queries of each class. */
  readonly queries: Int32Array;
}

/** One sequence's part in a cell. */
export interface CellSequence {
  readonly sequence: number;
  /** Attention that the queries of the class give to the keys of the other, summed. */
  readonly mass: number;
  readonly keys: number;
  readonly queries: number;
  /** Mean over the sequence's queries of the class. */
  readonly share: number;
  readonly chance: number;
  /** Mean cosine of the whole sequence with its target. */
  readonly cosine: number;
}

/** Mass of one head, or the mean over heads, of a sequence: [C, C]. */
function massOf(
  { mass, heads, classes }: ClassAttention,
  sequence: number,
  head: number | null,
): Float64Array {
  const size = classes.length ** 2;
  const sum = new Float64Array(size);
  const shown = head === null ? Array.from({ length: heads }, (_, h) => h) : [head];
  for (const h of shown) {
    const from = (sequence * heads + h) * size;
    for (let at = 0; at < size; at += 1) sum[at] = (sum[at] ?? 0) + (mass[from + at] ?? 0) / shown.length;
  }
  return sum;
}

/** All sequences together; `head` null: the mean over heads. */
export function classCells(map: ClassAttention, head: number | null): ClassCells {
  const { classes, counts, sequences } = map;
  const C = classes.length;
  const queries = new Int32Array(C);
  const [mass, pairs, expected] = [new Float64Array(C * C), new Float64Array(C * C), new Float64Array(C * C)];
  for (let s = 0; s < sequences; s += 1) {
    const own = counts.subarray(s * C, (s + 1) * C);
    const n = own.reduce((sum, count) => sum + count, 0);
    const added = massOf(map, s, head);
    for (let k = 0; k < C; k += 1) {
      for (let q = 0; q < C; q += 1) {
        const at = k * C + q;
        const both = (own[k] ?? 0) * (own[q] ?? 0);
        mass[at] = (mass[at] ?? 0) + (added[at] ?? 0);
        pairs[at] = (pairs[at] ?? 0) + both;
        expected[at] = (expected[at] ?? 0) + both / n;
      }
    }
    own.forEach((count, q) => (queries[q] = (queries[q] ?? 0) + count));
  }
  const share = mass.map((sum, at) => ratio(sum, queries[at % C] ?? 0));
  const chance = expected.map((sum, at) => ratio(sum, queries[at % C] ?? 0));
  return {
    classes,
    share,
    chance,
    lessChance: share.map((value, at) => value - (chance[at] ?? 0)),
    timesChance: share.map((value, at) => ratio(value, chance[at] ?? 0)),
    perPair: mass.map((sum, at) => ratio(sum, pairs[at] ?? 0)),
    pairs,
    queries,
  };
}

/** The sequences behind a cell, the largest contribution first; those with no such query or key are left out. */
export function cellSequences(
  map: ClassAttention,
  head: number | null,
  keyClass: number,
  queryClass: number,
): CellSequence[] {
  const C = map.classes.length;
  const found: CellSequence[] = [];
  for (let s = 0; s < map.sequences; s += 1) {
    const own = map.counts.subarray(s * C, (s + 1) * C);
    const [keys, queries] = [own[keyClass] ?? 0, own[queryClass] ?? 0];
    if (keys === 0 || queries === 0) continue;
    const mass = massOf(map, s, head)[keyClass * C + queryClass] ?? 0;
    const n = own.reduce((sum, count) => sum + count, 0);
    const cosines = map.cosines.subarray(s * map.heads, (s + 1) * map.heads);
    const cosine =
      head === null
        ? cosines.reduce((sum, value) => sum + value, 0) / map.heads
        : (cosines[head] ?? Number.NaN);
    found.push({ sequence: s, mass, keys, queries, share: mass / queries, chance: keys / n, cosine });
  }
  return found.sort((a, b) => b.mass - a.mass || a.sequence - b.sequence);
}

function ratio(sum: number, count: number): number {
  return count === 0 ? Number.NaN : sum / count;
}
