import { constantTerm, documentParts, type DocumentParts } from '../attention/explain.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import type { CellExplanation } from '../../shared/explain.ts';
import type { Columns } from './columns.ts';
import { innerProducts, makeVectors, vectorAt, type Vectors } from './products.ts';
import type { WeightSizes } from './weightRows.ts';

/** A sequence with what explaining its cells needs: its documents' parts and their keys and queries. */
export interface ProjectedSequence {
  readonly rows: Int32Array;
  readonly parts: readonly DocumentParts[];
  readonly sizes: WeightSizes;
  readonly keyColumns: Columns;
  readonly queryColumns: Columns;
  /** [n, H·d] key and query vectors of the documents. */
  readonly keys: Vectors;
  readonly queries: Vectors;
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
    keys: documentVectors(parts, keyColumns),
    queries: documentVectors(parts, queryColumns),
  };
}

/** A·x [n, H·d], each the sum of its document's parts. */
function documentVectors(parts: readonly DocumentParts[], columns: Columns): Vectors {
  const vectors = makeVectors(parts.length, columns.rows);
  parts.forEach((document, i) => {
    const vector = vectorAt(vectors, i);
    document.terms.forEach((term, p) => addPart(vector, columns, term, document.values[p]!));
  });
  return vectors;
}

/** What the projection makes of each part of a document, [parts, H·d]. */
function partVectors(document: DocumentParts, columns: Columns): Vectors {
  const vectors = makeVectors(document.terms.length, columns.rows);
  document.terms.forEach((term, p) => addPart(vectorAt(vectors, p), columns, term, document.values[p]!));
  return vectors;
}

function addPart(vector: Float64Array, columns: Columns, term: number, value: number): void {
  const column = term === constantTerm ? columns.sums : columns.of(term);
  for (let r = 0; r < vector.length; r += 1) vector[r]! += value * column[r]!;
}

/** Scores of every key and query, [H, n, n] key × query, before softmax. */
export function sequenceScores({ sizes, keys, queries }: ProjectedSequence): Float64Array {
  const { heads: H, headDim: d, features: D } = sizes;
  const n = keys.count;
  const scores = new Float64Array(H * n * n);
  for (let h = 0; h < H; h += 1) innerProducts(keys, queries, h * d, d, 1 / Math.sqrt(D), scores, h * n * n);
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
  const n = keys.count;
  const keyDocument = parts[key]!;
  const queryDocument = parts[query]!;
  const K = keyDocument.terms.length;
  const Q = queryDocument.terms.length;
  const scale = 1 / Math.sqrt(D);

  const keyVectors = partVectors(keyDocument, keyColumns); // [K, H·d]
  const queryVectors = partVectors(queryDocument, queryColumns); // [Q, H·d]
  const pairs = new Float64Array(H * K * Q);
  const keyParts = new Float64Array(H * K * n);
  const queryParts = new Float64Array(H * Q * n);
  for (let h = 0; h < H; h += 1) {
    innerProducts(keyVectors, queryVectors, h * d, d, scale, pairs, h * K * Q);
    innerProducts(keyVectors, queries, h * d, d, scale, keyParts, h * K * n);
    innerProducts(queryVectors, keys, h * d, d, scale, queryParts, h * Q * n);
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
