import type { FeatureMatrix } from '../features/matrix.ts';

/**
 * Why a score is what it is. S[key, query] = (A_K·x)ᵀ(A_Q·z)/√D is bilinear, and a document's features are its terms
 * plus the constant −µ/σ that standardising adds to every feature: x = Σ_b (xs_b/σ)·e_b − (µ/σ)·1. So the score is
 * exactly the sum of one contribution for each pair of a key's part and a query's part:
 *
 *     contribution[b, a] = (A_K[:, b]·x_b)ᵀ (A_Q[:, a]·z_a) / √D
 *
 * where the constant's column is the row sums of A. Of the projections only the columns of the terms present and
 * those row sums are needed: rows of A may come in chunks of any size.
 */

/** The place of the constant among the terms. */
export const constantTerm = -1;

/** A document as its terms and a constant: what explanations take apart. */
export interface DocumentParts {
  /** [T + 1] columns of the vocabulary, ascending, then `constantTerm`. */
  readonly terms: Int32Array;
  /** [T + 1] what each part multiplies its column by: xs/σ of a term, −µ/σ for the constant. */
  readonly values: Float64Array;
}

export function documentParts(matrix: FeatureMatrix, row: number): DocumentParts {
  const { indptr, indices, values, rows } = matrix.sparse;
  if (!(row >= 0 && row < rows)) throw new RangeError(`no such document: row ${row}`);
  const [from, to] = [indptr[row]!, indptr[row + 1]!];
  const count = to - from;
  const terms = new Int32Array(count + 1).fill(constantTerm);
  terms.set(indices.subarray(from, to));
  const scaled = Float64Array.from(values.subarray(from, to), (value) => value / matrix.std);
  const parts = new Float64Array(count + 1);
  parts.set(scaled);
  parts[count] = -matrix.mean / matrix.std;
  return { terms, values: parts };
}

/** What one head's projection (A_K for the key, A_Q for the query) makes of each part of a document. */
export class ProjectedParts {
  readonly parts: DocumentParts;
  readonly headDim: number;
  /** [T + 1, d] row-major: row p is part p's key or query vector; their sum over p is the document's own. */
  readonly vectors: Float64Array;

  constructor(parts: DocumentParts, headDim: number) {
    this.parts = parts;
    this.headDim = headDim;
    this.vectors = new Float64Array(parts.terms.length * headDim);
  }

  /** Takes rows [fromRow, fromRow + count) of the head's d×D projection, `rows` being [count, D]. */
  addRows(fromRow: number, rows: Float32Array, features: number): void {
    const { terms, values } = this.parts;
    const count = rows.length / features;
    if (!Number.isInteger(count) || fromRow < 0 || fromRow + count > this.headDim) {
      throw new RangeError(
        `no such rows of a head of ${this.headDim}: ${rows.length} values from row ${fromRow}`,
      );
    }
    for (let r = 0; r < count; r += 1) {
      let sum = 0;
      for (let c = 0; c < features; c += 1) sum += rows[r * features + c]!;
      for (let p = 0; p < terms.length; p += 1) {
        const weight = terms[p] === constantTerm ? sum : rows[r * features + terms[p]!]!;
        this.vectors[p * this.headDim + fromRow + r] = weight * values[p]!;
      }
    }
  }
}

/** A score as the sum of its pairs. */
export interface Explanation {
  /** S[key, query], before softmax: the sum of all contributions. */
  readonly score: number;
  /** [K] and [Q] columns of the vocabulary, `constantTerm` last. */
  readonly keyTerms: Int32Array;
  readonly queryTerms: Int32Array;
  /** [K, Q] row-major, key part × query part. */
  readonly contributions: Float64Array;
}

/** Every pair's contribution to the score of a key and a query; `features` is D. */
export function explainScore(key: ProjectedParts, query: ProjectedParts, features: number): Explanation {
  const d = key.headDim;
  if (query.headDim !== d)
    throw new RangeError(`a head of ${d} rows and one of ${query.headDim} do not meet`);
  const keyTerms = key.parts.terms;
  const queryTerms = query.parts.terms;
  const contributions = new Float64Array(keyTerms.length * queryTerms.length);
  const scale = 1 / Math.sqrt(features);
  let score = 0;
  for (let b = 0; b < keyTerms.length; b += 1) {
    for (let a = 0; a < queryTerms.length; a += 1) {
      let product = 0;
      for (let r = 0; r < d; r += 1) product += key.vectors[b * d + r]! * query.vectors[a * d + r]!;
      contributions[b * queryTerms.length + a] = product * scale;
      score += product * scale;
    }
  }
  return { score, keyTerms, queryTerms, contributions };
}

/** One pair and what it adds to the score, in the score's own unit. */
export interface PairContribution {
  readonly keyTerm: number;
  readonly queryTerm: number;
  readonly contribution: number;
}

/** The `count` pairs that move the score most, either way, largest first; ties in order of key part, then query part. */
export function topPairs(explanation: Explanation, count: number): PairContribution[] {
  const { keyTerms, queryTerms, contributions } = explanation;
  return largestFirst(contributions, count).map((at) => ({
    keyTerm: keyTerms[Math.floor(at / queryTerms.length)]!,
    queryTerm: queryTerms[at % queryTerms.length]!,
    contribution: contributions[at]!,
  }));
}

/** One term of one document and what it adds in all: its contributions with every part of the other, summed. */
export interface TermContribution {
  readonly term: number;
  readonly contribution: number;
}

/** Terms of the key or of the query, those that move the score most first. They too sum to the score. */
export function termTotals(explanation: Explanation, side: 'key' | 'query'): TermContribution[] {
  const { keyTerms, queryTerms, contributions } = explanation;
  const terms = side === 'key' ? keyTerms : queryTerms;
  const totals = new Float64Array(terms.length);
  contributions.forEach((value, at) => {
    totals[side === 'key' ? Math.floor(at / queryTerms.length) : at % queryTerms.length]! += value;
  });
  return largestFirst(totals, totals.length).map((at) => ({ term: terms[at]!, contribution: totals[at]! }));
}

/** Indices of the `count` values farthest from 0; equal ones in their own order. */
function largestFirst(values: Float64Array, count: number): number[] {
  const order = Array.from(values, (_, at) => at);
  order.sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b);
  return order.slice(0, count);
}
