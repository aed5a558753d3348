import type { CellExplanation, ClassExplanation } from '../../shared/explain.ts';

/** Terms of two documents, or classes, with what each pair of them adds; null is the constant. */
export interface TermPairs {
  readonly keyTerms: readonly (string | null)[];
  readonly queryTerms: readonly (string | null)[];
  /** [K, Q] */
  readonly pairs: Float64Array;
  /** What all pairs add, those that are not here included. */
  readonly total: number;
  /** What each term adds with all of the other side, [K] and [Q]. */
  readonly keyTotals: Float64Array;
  readonly queryTotals: Float64Array;
}

/** Parts that are left out, by their place. */
export interface Struck {
  readonly key: ReadonlySet<number>;
  readonly query: ReadonlySet<number>;
}

/** The pairs of parts of a cell's two documents, of one explanation or of one less another. */
export type CellPairs = Pick<
  CellExplanation,
  'heads' | 'key' | 'query' | 'keyTerms' | 'queryTerms' | 'pairs'
>;

/** One head's pairs of a cell, without the struck parts. */
export function pairsOfCell(explanation: CellPairs, head: number, struck: Struck = noneStruck): TermPairs {
  const { keyTerms, queryTerms } = explanation;
  const [K, Q] = [keyTerms.length, queryTerms.length];
  const all = explanation.pairs.subarray(head * K * Q, (head + 1) * K * Q);
  const kept = (count: number, without: ReadonlySet<number>): number[] =>
    Array.from({ length: count }, (_, part) => part).filter((part) => !without.has(part));
  const [keys, queries] = [kept(K, struck.key), kept(Q, struck.query)];
  const pairs = new Float64Array(keys.length * queries.length);
  const keyTotals = new Float64Array(keys.length);
  const queryTotals = new Float64Array(queries.length);
  let total = 0;
  keys.forEach((key, b) => {
    queries.forEach((query, a) => {
      const value = all[key * Q + query]!;
      pairs[b * queries.length + a] = value;
      keyTotals[b]! += value;
      queryTotals[a]! += value;
      total += value;
    });
  });
  return {
    keyTerms: keys.map((key) => keyTerms[key]!),
    queryTerms: queries.map((query) => queryTerms[query]!),
    pairs,
    total,
    keyTotals,
    queryTotals,
  };
}

export const noneStruck: Struck = { key: new Set(), query: new Set() };

/** The largest terms of two classes; their pairs are not all there are. */
export function pairsOfClasses(explanation: ClassExplanation): TermPairs {
  return { ...explanation, total: explanation.score };
}

/** Places of terms by name. Of a document with itself a term is struck out on both sides. */
export function strike(
  explanation: Pick<CellExplanation, 'key' | 'query' | 'keyTerms' | 'queryTerms'>,
  terms: { readonly key: ReadonlySet<string>; readonly query: ReadonlySet<string> },
): Struck {
  const isSame = explanation.key === explanation.query;
  const both = new Set([...terms.key, ...terms.query]);
  const places = (names: readonly (string | null)[], struck: ReadonlySet<string>): Set<number> =>
    new Set(names.flatMap((name, place) => (name !== null && struck.has(name) ? [place] : [])));
  return {
    key: places(explanation.keyTerms, isSame ? both : terms.key),
    query: places(explanation.queryTerms, isSame ? both : terms.query),
  };
}

/**
 * Scores of the sequence without the struck parts, [H, n, n]: those of the key from its row, those of the query from
 * its column; the one cell in both had the pairs of struck parts taken away twice.
 */
export function scoresWithout(explanation: CellExplanation, struck: Struck): Float64Array {
  const { heads, key, query, keyTerms, queryTerms, pairs, keyParts, queryParts } = explanation;
  const n = explanation.rows.length;
  const [K, Q] = [keyTerms.length, queryTerms.length];
  const scores = explanation.scores.slice();
  for (let h = 0; h < heads; h += 1) {
    for (const b of struck.key) {
      for (let j = 0; j < n; j += 1) scores[(h * n + key) * n + j]! -= keyParts[(h * K + b) * n + j]!;
    }
    for (const a of struck.query) {
      for (let i = 0; i < n; i += 1) scores[(h * n + i) * n + query]! -= queryParts[(h * Q + a) * n + i]!;
      for (const b of struck.key) scores[(h * n + key) * n + query]! += pairs[(h * K + b) * Q + a]!;
    }
  }
  return scores;
}

/** What becomes of scores: over which axis softmax is taken, if it is, at which temperature. */
export interface ScoreUse {
  readonly heads: number;
  readonly n: number;
  readonly softmaxOver: 'keys' | 'queries' | 'none';
  /** Scores are divided by it; 1 is as trained. */
  readonly temperature: number;
  readonly link: CellExplanation['link'];
}

/** Attention [H, n, n] key × query of scores before softmax. */
export function attentionOfScores(scores: Float64Array, use: ScoreUse): Float32Array {
  const { heads, n, softmaxOver, temperature, link } = use;
  const linked = link === 'exp' ? scores.map(Math.exp) : scores;
  if (softmaxOver === 'none') return Float32Array.from(linked);
  const attention = new Float32Array(linked.length);
  const [lineStride, stride] = softmaxOver === 'keys' ? [1, n] : [n, 1];
  for (let h = 0; h < heads; h += 1) {
    for (let line = 0; line < n; line += 1) {
      const start = h * n * n + line * lineStride;
      let maximum = -Infinity;
      for (let k = 0; k < n; k += 1) maximum = Math.max(maximum, linked[start + k * stride]!);
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += Math.exp((linked[start + k * stride]! - maximum) / temperature);
      for (let k = 0; k < n; k += 1) {
        attention[start + k * stride] = Math.exp((linked[start + k * stride]! - maximum) / temperature) / sum;
      }
    }
  }
  return attention;
}

/**
 * One explanation less another, of the same documents in the same places: of terms that either has, since two runs may
 * know other words. Heads are set against each other where both have as many, else the means over them.
 */
export function explanationLess(a: CellExplanation, b: CellExplanation): CellPairs {
  const [first, second] = a.heads === b.heads ? [a, b] : [meanOfPairs(a), meanOfPairs(b)];
  const keyTerms = union(first.keyTerms, second.keyTerms);
  const queryTerms = union(first.queryTerms, second.queryTerms);
  const [K, Q] = [keyTerms.length, queryTerms.length];
  const pairs = new Float64Array(first.heads * K * Q);
  const add = (of: CellPairs, sign: 1 | -1): void => {
    const [keys, queries] = [of.keyTerms.length, of.queryTerms.length];
    const keyAt = of.keyTerms.map((term) => keyTerms.indexOf(term));
    const queryAt = of.queryTerms.map((term) => queryTerms.indexOf(term));
    for (let h = 0; h < of.heads; h += 1) {
      for (let k = 0; k < keys; k += 1) {
        for (let q = 0; q < queries; q += 1) {
          pairs[(h * K + keyAt[k]!) * Q + queryAt[q]!]! += sign * of.pairs[(h * keys + k) * queries + q]!;
        }
      }
    }
  };
  add(first, 1);
  add(second, -1);
  return { heads: first.heads, key: a.key, query: a.query, keyTerms, queryTerms, pairs };
}

/** Those of the first, then what the second has beside them; the constant stays last. */
function union(
  first: readonly (string | null)[],
  second: readonly (string | null)[],
): readonly (string | null)[] {
  const known = new Set(first);
  const more = second.filter((term) => !known.has(term));
  if (more.length === 0) return first;
  const all = [...first, ...more];
  return [...all.filter((term) => term !== null), ...all.filter((term) => term === null)];
}

function meanOfPairs({ heads, pairs, ...rest }: CellPairs): CellPairs {
  const size = pairs.length / heads;
  const mean = new Float64Array(size);
  pairs.forEach((value, at) => (mean[at % size]! += value / heads));
  return { ...rest, heads: 1, pairs: mean };
}

/** One line of the table of reasons. */
export interface PairLine {
  readonly keyTerm: string | null;
  readonly queryTerm: string | null;
  readonly value: number;
}

export interface PairTable {
  /** Largest first, by size. */
  readonly lines: readonly PairLine[];
  /** Pairs that are not shown but add something, and what they add; null: more than are known. */
  readonly more: number | null;
  readonly moreTotal: number;
  /** Pairs that add something; null: not all are known. */
  readonly count: number | null;
}

/** The `most` largest pairs and what the others come to: together the exact total. */
export function pairTable(terms: TermPairs, most: number, isWhole: boolean): PairTable {
  const { keyTerms, queryTerms, pairs, total } = terms;
  const places = Array.from(pairs.keys()).filter((at) => pairs[at] !== 0);
  places.sort((a, b) => Math.abs(pairs[b]!) - Math.abs(pairs[a]!) || a - b);
  const lines = places.slice(0, most).map((at) => ({
    keyTerm: keyTerms[Math.floor(at / queryTerms.length)]!,
    queryTerm: queryTerms[at % queryTerms.length]!,
    value: pairs[at]!,
  }));
  const shown = lines.reduce((sum, { value }) => sum + value, 0);
  return {
    lines,
    more: isWhole ? places.length - lines.length : null,
    moreTotal: total - shown,
    count: isWhole ? places.length : null,
  };
}

export interface TermLine {
  readonly term: string | null;
  readonly value: number;
}

/** Terms of one side, largest first by size. */
export function termTable(terms: TermPairs, side: 'key' | 'query'): TermLine[] {
  const names = side === 'key' ? terms.keyTerms : terms.queryTerms;
  const totals = side === 'key' ? terms.keyTotals : terms.queryTotals;
  return names
    .map((term, at) => ({ term, value: totals[at]! }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

/** What each named term of one side adds, for tinting a text. */
export function termShares(terms: TermPairs, side: 'key' | 'query'): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { term, value } of termTable(terms, side)) if (term !== null) shares.set(term, value);
  return shares;
}
