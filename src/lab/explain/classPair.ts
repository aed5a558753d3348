import { constantTerm } from '../attention/explain.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import type { ClassExplanation } from '../../shared/explain.ts';
import { Columns } from './columns.ts';
import type { Projection, WeightRows } from './weightRows.ts';

/** Terms of each side whose pairs are taken apart. */
const SHOWN = 120;

/** The mean document of a class: what all its documents' parts come to, divided by their number. */
interface MeanDocument {
  readonly count: number;
  /** [D] mean of xs/σ, the constant left out. */
  readonly terms: Float64Array;
  /** −µ/σ */
  readonly constant: number;
}

export function meanDocument(matrix: FeatureMatrix, labels: Int32Array, group: number): MeanDocument {
  const { indptr, indices, values, columns } = matrix.sparse;
  const terms = new Float64Array(columns);
  let count = 0;
  labels.forEach((label, row) => {
    if (label !== group) return;
    count += 1;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at += 1) terms[indices[at]!]! += values[at]!;
  });
  for (let c = 0; c < columns; c += 1) terms[c]! /= Math.max(1, count) * matrix.std;
  return { count, terms, constant: -matrix.mean / matrix.std };
}

/**
 * The mean score of all pairs of a key document of one class and a query document of another, taken apart by terms.
 * The score is bilinear, so the mean over pairs is the score of the two mean documents: exact, whatever their number.
 * Each term's total is exact too; pairs are given for the terms that move the mean most. With `before`, all of it is
 * the change since those weights.
 */
export async function explainClasses(
  weights: WeightRows,
  before: WeightRows | null,
  head: number,
  key: MeanDocument,
  query: MeanDocument,
  signal: AbortSignal,
): Promise<Pick<ClassExplanation, 'score' | 'keyTotals' | 'queryTotals' | 'pairs'> & ChosenTerms> {
  const { features: D } = weights.sizes;
  const now = await totalsOf(sideOf(weights, head, signal), key, query);
  const then = before === null ? null : await totalsOf(sideOf(before, head, signal), key, query);
  const less = (a: Float64Array, b: Float64Array | undefined): Float64Array =>
    b === undefined ? a : a.map((value, at) => value - b[at]!);
  const keyTotals = less(now.keyTotals, then?.keyTotals);
  const queryTotals = less(now.queryTotals, then?.queryTotals);
  const keyTerms = largest(keyTotals, D);
  const queryTerms = largest(queryTotals, D);
  const pairs = (of: WeightRows): Promise<Float64Array> =>
    pairsOf(sideOf(of, head, signal), keyTerms, queryTerms, key, query);
  const take = (totals: Float64Array, terms: Int32Array): Float64Array =>
    Float64Array.from(terms, (term) => totals[term === constantTerm ? D : term]!);
  return {
    score: now.score - (then?.score ?? 0),
    keyTerms,
    queryTerms,
    keyTotals: take(keyTotals, keyTerms),
    queryTotals: take(queryTotals, queryTerms),
    pairs: less(await pairs(weights), before === null ? undefined : await pairs(before)),
  };
}

interface Totals {
  readonly score: number;
  /** [D + 1] what each term adds with all of the other class; last the constant. */
  readonly keyTotals: Float64Array;
  readonly queryTotals: Float64Array;
}

async function totalsOf(side: Side, key: MeanDocument, query: MeanDocument): Promise<Totals> {
  const u = await times(side, 'A_K', key); // A_K·x̄ [d]
  const v = await times(side, 'A_Q', query); // A_Q·z̄ [d]
  let score = 0;
  for (let r = 0; r < side.d; r += 1) score += u[r]! * v[r]! * side.scale;
  return {
    score,
    keyTotals: await timesTransposed(side, 'A_K', v, key),
    queryTotals: await timesTransposed(side, 'A_Q', u, query),
  };
}

function sideOf(weights: WeightRows, head: number, signal: AbortSignal): Side {
  const { headDim: d, features: D } = weights.sizes;
  return { weights, from: head * d, d, scale: 1 / Math.sqrt(D), signal };
}

interface ChosenTerms {
  readonly keyTerms: Int32Array;
  readonly queryTerms: Int32Array;
}

interface Side {
  readonly weights: WeightRows;
  /** First row of the head. */
  readonly from: number;
  readonly d: number;
  /** 1/√D */
  readonly scale: number;
  readonly signal: AbortSignal;
}

async function times(
  { weights, from, d, signal }: Side,
  projection: Projection,
  document: MeanDocument,
): Promise<Float64Array> {
  const D = weights.sizes.features;
  const dense = document.terms.map((value) => value + document.constant);
  const product = new Float64Array(d);
  for await (const { fromRow, count, values } of weights.read(projection, from, from + d)) {
    signal.throwIfAborted();
    for (let r = 0; r < count; r += 1) {
      let sum = 0;
      for (let c = 0; c < D; c += 1) sum += values[r * D + c]! * dense[c]!;
      product[fromRow - from + r] = sum;
    }
  }
  return product;
}

/** What each term adds to the mean score: x̄_b · A[:, b]ᵀ·other · scale, and in the last place the constant. */
async function timesTransposed(
  { weights, from, d, scale, signal }: Side,
  projection: Projection,
  other: Float64Array,
  document: MeanDocument,
): Promise<Float64Array> {
  const D = weights.sizes.features;
  const totals = new Float64Array(D + 1);
  for await (const { fromRow, count, values } of weights.read(projection, from, from + d)) {
    signal.throwIfAborted();
    for (let r = 0; r < count; r += 1) {
      const factor = other[fromRow - from + r]! * scale;
      for (let c = 0; c < D; c += 1) totals[c]! += values[r * D + c]! * factor;
    }
  }
  let all = 0;
  for (let c = 0; c < D; c += 1) {
    all += totals[c]!;
    totals[c]! *= document.terms[c]!;
  }
  totals[D] = all * document.constant;
  return totals;
}

/** Places of the largest totals, by size; the constant is `constantTerm`. Terms that add nothing are left out. */
function largest(totals: Float64Array, D: number): Int32Array {
  const order = Array.from(totals, (_, at) => at).filter((at) => totals[at] !== 0);
  order.sort((a, b) => Math.abs(totals[b]!) - Math.abs(totals[a]!) || a - b);
  return Int32Array.from(order.slice(0, SHOWN), (at) => (at === D ? constantTerm : at));
}

async function pairsOf(
  { weights, from, d, scale, signal }: Side,
  keyTerms: Int32Array,
  queryTerms: Int32Array,
  key: MeanDocument,
  query: MeanDocument,
): Promise<Float64Array> {
  const named = (terms: Int32Array): Int32Array => terms.filter((term) => term !== constantTerm);
  const rows = weights.sizes.heads * weights.sizes.headDim;
  const [keyColumns, queryColumns] = [new Columns(rows), new Columns(rows)];
  await keyColumns.gather(weights, 'A_K', named(keyTerms), signal);
  await queryColumns.gather(weights, 'A_Q', named(queryTerms), signal);
  const columnOf = (columns: Columns, term: number): ArrayLike<number> =>
    term === constantTerm ? columns.sums : columns.of(term);
  const valueOf = (document: MeanDocument, term: number): number =>
    term === constantTerm ? document.constant : document.terms[term]!;
  const pairs = new Float64Array(keyTerms.length * queryTerms.length);
  keyTerms.forEach((b, row) => {
    const left = columnOf(keyColumns, b);
    queryTerms.forEach((a, column) => {
      const right = columnOf(queryColumns, a);
      let sum = 0;
      for (let r = from; r < from + d; r += 1) sum += left[r]! * right[r]!;
      pairs[row * queryTerms.length + column] = sum * valueOf(key, b) * valueOf(query, a) * scale;
    });
  });
  return pairs;
}
