import { constantTerm, documentParts, type DocumentParts } from '../attention/explain.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import type { CellExplanation } from '../../shared/explain.ts';
import type { Columns } from './columns.ts';
import type { WeightSizes } from './weightRows.ts';

/** A sequence with what explaining its cells needs: its documents' parts and their keys and queries. */
export interface ProjectedSequence {
  readonly rows: Int32Array;
  readonly parts: readonly DocumentParts[];
  readonly sizes: WeightSizes;
  readonly keyColumns: Columns;
  readonly queryColumns: Columns;
  /** [n, H·d] key and query vectors of the documents, float64. */
  readonly keys: readonly Float64Array[];
  readonly queries: readonly Float64Array[];
}

/** Terms of the rows of a matrix, each once. */
export function termsOf(matrix: FeatureMatrix, rows: Iterable<number>): Set<number> {
  const { indptr, indices } = matrix.sparse;
  const terms = new Set<number>();
  for (const row of rows) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at += 1) terms.add(indices[at]!);
  }
  return terms;
}

/** Projects a sequence whose terms' columns were gathered. */
export function projectSequence(
  matrix: FeatureMatrix,
  rows: Int32Array,
  sizes: WeightSizes,
  keyColumns: Columns,
  queryColumns: Columns,
): ProjectedSequence {
  const parts = Array.from(rows, (row) => documentParts(matrix, row));
  return {
    rows,
    parts,
    sizes,
    keyColumns,
    queryColumns,
    keys: parts.map((document) => sumOfParts(document, keyColumns)),
    queries: parts.map((document) => sumOfParts(document, queryColumns)),
  };
}

/** A·x [H·d] as the sum of a document's parts. */
function sumOfParts(document: DocumentParts, columns: Columns): Float64Array {
  const vector = new Float64Array(columns.rows);
  document.terms.forEach((term, p) => addPart(vector, columns, term, document.values[p]!));
  return vector;
}

function addPart(vector: Float64Array, columns: Columns, term: number, value: number): void {
  const column = term === constantTerm ? columns.sums : columns.of(term);
  for (let r = 0; r < vector.length; r += 1) vector[r]! += value * column[r]!;
}

/** What the projection makes of one part, [H·d]. */
function partVector(columns: Columns, document: DocumentParts, part: number): Float64Array {
  const vector = new Float64Array(columns.rows);
  addPart(vector, columns, document.terms[part]!, document.values[part]!);
  return vector;
}

/** Scores of every key and query, [H, n, n] key × query, before softmax. */
export function sequenceScores({ sizes, keys, queries }: ProjectedSequence): Float64Array {
  const { heads: H, headDim: d, features: D } = sizes;
  const n = keys.length;
  const scores = new Float64Array(H * n * n);
  for (let h = 0; h < H; h += 1) {
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < n; j += 1) {
        scores[(h * n + i) * n + j] = dot(keys[i]!, queries[j]!, h * d, d) / Math.sqrt(D);
      }
    }
  }
  return scores;
}

/** Takes the score of one cell apart; `nameOf` names a column of the vocabulary. */
export function explainCell(
  sequence: ProjectedSequence,
  key: number,
  query: number,
  nameOf: (term: number) => string,
): CellExplanation {
  const { sizes, parts, keyColumns, queryColumns, keys, queries } = sequence;
  const { heads: H, headDim: d, features: D } = sizes;
  const n = keys.length;
  const keyDocument = parts[key]!;
  const queryDocument = parts[query]!;
  const K = keyDocument.terms.length;
  const Q = queryDocument.terms.length;
  const scale = 1 / Math.sqrt(D);

  const queryVectors = Array.from({ length: Q }, (_, a) => partVector(queryColumns, queryDocument, a)); // [Q, H·d]
  const pairs = new Float64Array(H * K * Q);
  const keyParts = new Float64Array(H * K * n);
  const queryParts = new Float64Array(H * Q * n);
  for (let b = 0; b < K; b += 1) {
    const keyVector = partVector(keyColumns, keyDocument, b); // [H·d]
    for (let h = 0; h < H; h += 1) {
      for (let a = 0; a < Q; a += 1) {
        pairs[(h * K + b) * Q + a] = dot(keyVector, queryVectors[a]!, h * d, d) * scale;
      }
      for (let j = 0; j < n; j += 1) {
        keyParts[(h * K + b) * n + j] = dot(keyVector, queries[j]!, h * d, d) * scale;
      }
    }
  }
  for (let h = 0; h < H; h += 1) {
    for (let a = 0; a < Q; a += 1) {
      for (let i = 0; i < n; i += 1) {
        queryParts[(h * Q + a) * n + i] = dot(queryVectors[a]!, keys[i]!, h * d, d) * scale;
      }
    }
  }
  return {
    heads: H,
    rows: sequence.rows,
    key,
    query,
    keyTerms: namesOf(keyDocument, nameOf),
    queryTerms: namesOf(queryDocument, nameOf),
    pairs,
    keyParts,
    queryParts,
    scores: sequenceScores(sequence),
    link: 'identity',
  };
}

function namesOf(document: DocumentParts, nameOf: (term: number) => string): (string | null)[] {
  return Array.from(document.terms, (term) => (term === constantTerm ? null : nameOf(term)));
}

/** Of [from, from + length), four sums side by side. */
function dot(x: Float64Array, y: Float64Array, from: number, length: number): number {
  let [a, b, c, e] = [0, 0, 0, 0];
  const end = from + length;
  let at = from;
  for (; at + 4 <= end; at += 4) {
    a += x[at]! * y[at]!;
    b += x[at + 1]! * y[at + 1]!;
    c += x[at + 2]! * y[at + 2]!;
    e += x[at + 3]! * y[at + 3]!;
  }
  for (; at < end; at += 1) a += x[at]! * y[at]!;
  return a + b + (c + e);
}
