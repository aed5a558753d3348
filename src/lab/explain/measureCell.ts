import { assertNever } from '../../shared/errors.ts';
import type { CellExplanation } from '../../shared/explain.ts';
import type { MeasureSpec } from '../../shared/metrics.ts';
import { constantTerm, type DocumentParts } from '../attention/explain.ts';

/**
 * Why an untrained measure's score is what it is, by its own formula. With parts p of the key and q of the query:
 *
 * - `dot`: p·q; a term meets itself, and the constant meets everything.
 * - `cosine`: p·q/(‖x‖‖y‖).
 * - `euclidean`: −(x_c − y_c)²/‖x − y‖ of each term, which sum to −‖x − y‖. A term of one document only stands
 *   against the other's last part, which here means that it is absent.
 * - `rbf`: −γ(x_c − y_c)², which sum to the logarithm of the measure.
 *
 * `uniform` has no reasons: throws RangeError.
 */
export function explainMeasureCell(
  spec: MeasureSpec,
  rows: Int32Array,
  documents: readonly DocumentParts[],
  features: number,
  key: number,
  query: number,
  nameOf: (term: number) => string,
): CellExplanation {
  const n = documents.length;
  const keyDocument = documents[key]!;
  const queryDocument = documents[query]!;
  const K = keyDocument.terms.length;
  const Q = queryDocument.terms.length;
  const pairs = new Float64Array(K * Q);
  const keyParts = new Float64Array(K * n);
  const queryParts = new Float64Array(Q * n);
  const scores = new Float64Array(n * n);
  const take = (i: number, j: number, add: PartPair): void => {
    eachPair(spec, documents[i]!, documents[j]!, features, (b, a, value) => {
      scores[i * n + j]! += value;
      add(b, a, value);
    });
  };
  const none = (): void => undefined;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      if (i !== key && j !== query) take(i, j, none);
      else {
        take(i, j, (b, a, value) => {
          if (i === key) keyParts[b * n + j]! += value;
          if (j === query) queryParts[a * n + i]! += value;
          if (i === key && j === query) pairs[b * Q + a]! += value;
        });
      }
    }
  }
  const names = (document: DocumentParts): (string | null)[] =>
    Array.from(document.terms, (term) => (term === constantTerm ? null : nameOf(term)));
  return {
    heads: 1,
    rows,
    key,
    query,
    keyTerms: names(keyDocument),
    queryTerms: names(queryDocument),
    pairs,
    keyParts,
    queryParts,
    scores,
    link: spec.kind === 'rbf' ? 'exp' : 'identity',
  };
}

/** Part of the key, part of the query, what the two add to the score. */
type PartPair = (b: number, a: number, value: number) => void;

function eachPair(spec: MeasureSpec, x: DocumentParts, y: DocumentParts, D: number, add: PartPair): void {
  switch (spec.kind) {
    case 'dot':
      return eachProduct(x, y, D, 1, add);
    case 'cosine': {
      const lengths = Math.sqrt(product(x, x, D) * product(y, y, D));
      return eachProduct(x, y, D, lengths === 0 ? 0 : 1 / lengths, add);
    }
    case 'euclidean': {
      const distance = Math.sqrt(squaredDistance(x, y));
      return eachSquare(x, y, distance === 0 ? 0 : -1 / distance, add);
    }
    case 'rbf':
      return eachSquare(x, y, -1 / D, add);
    case 'uniform':
      throw new RangeError('uniform attention has no reasons');
    default:
      return assertNever(spec.kind);
  }
}

/** Pairs of parts that are not at right angles: a term with itself, and the constant [1, 1, …] with all. */
function eachProduct(x: DocumentParts, y: DocumentParts, D: number, factor: number, add: PartPair): void {
  const [K, Q] = [x.terms.length - 1, y.terms.length - 1];
  const [cx, cy] = [x.values[K]!, y.values[Q]!];
  eachShared(x, y, (b, a) => {
    if (b >= 0 && a >= 0) add(b, a, x.values[b]! * y.values[a]! * factor);
  });
  if (cx === 0 && cy === 0) return;
  for (let b = 0; b < K; b += 1) add(b, Q, x.values[b]! * cy * factor);
  for (let a = 0; a < Q; a += 1) add(K, a, y.values[a]! * cx * factor);
  add(K, Q, cx * cy * D * factor);
}

/** (x_c − y_c)² of every term of either; the constant is in both and cancels. */
function eachSquare(x: DocumentParts, y: DocumentParts, factor: number, add: PartPair): void {
  const [K, Q] = [x.terms.length - 1, y.terms.length - 1];
  eachShared(x, y, (b, a) => {
    const difference = (b < 0 ? 0 : x.values[b]!) - (a < 0 ? 0 : y.values[a]!);
    add(b < 0 ? K : b, a < 0 ? Q : a, difference * difference * factor);
  });
}

/** Terms of either document in order, by their place in each; −1 where one has it not. */
function eachShared(x: DocumentParts, y: DocumentParts, visit: (b: number, a: number) => void): void {
  const [K, Q] = [x.terms.length - 1, y.terms.length - 1];
  let [b, a] = [0, 0];
  while (b < K || a < Q) {
    const left = b < K ? x.terms[b]! : Infinity;
    const right = a < Q ? y.terms[a]! : Infinity;
    visit(left <= right ? b : -1, right <= left ? a : -1);
    if (left <= right) b += 1;
    if (right <= left) a += 1;
  }
}

function product(x: DocumentParts, y: DocumentParts, D: number): number {
  let sum = 0;
  eachProduct(x, y, D, 1, (_b, _a, value) => {
    sum += value;
  });
  return sum;
}

function squaredDistance(x: DocumentParts, y: DocumentParts): number {
  let sum = 0;
  eachSquare(x, y, 1, (_b, _a, value) => {
    sum += value;
  });
  return sum;
}

/** A document without some of its terms: they count as zero, the others keep their weights. */
export function withoutTerms(document: DocumentParts, struck: ReadonlySet<number>): DocumentParts {
  if (struck.size === 0) return document;
  const kept = Array.from(document.terms, (_, p) => p).filter((p) => !struck.has(document.terms[p]!));
  return {
    terms: Int32Array.from(kept, (p) => document.terms[p]!),
    values: Float64Array.from(kept, (p) => document.values[p]!),
  };
}
