import type { Pace } from './pace.ts';
import { tokenise } from './tokenise.ts';

/** Occurrences of terms in documents, as compressed rows. A term is a number; what it means, the caller knows. */
export interface TermCounts {
  readonly documents: number;
  /** [documents + 1] */
  readonly indptr: Int32Array;
  /** [nnz], distinct within a row */
  readonly terms: Int32Array;
  /** [nnz], 1 or more */
  readonly counts: Int32Array;
}

/** A word that is never counted. */
export const IGNORED = -1;

/**
 * Counts the words of each text. `numbers` maps a word to its term number or to IGNORED; words it does not know are
 * given the next numbers and added (`grow`), or left out. Rows are in order of first occurrence.
 */
export async function countTerms(
  texts: readonly string[],
  numbers: Map<string, number>,
  grow: boolean,
  pace: Pace,
): Promise<TermCounts> {
  const indptr = new Int32Array(texts.length + 1);
  let terms = new Int32Array(1 << 16);
  let counts = new Int32Array(1 << 16);
  // Where a term stands in the row at hand, plus one; stale if at or before the row's start.
  let places = new Int32Array(1 << 16);
  let next = 0;
  for (const number of numbers.values()) next = Math.max(next, number + 1);
  if (next > places.length) places = new Int32Array(next);
  let nnz = 0;

  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!;
    const words = tokenise(text);
    if (terms.length < nnz + words.length) {
      terms = grown(terms, nnz + words.length);
      counts = grown(counts, nnz + words.length);
    }
    const rowStart = nnz;
    for (const word of words) {
      let term = numbers.get(word);
      if (term === undefined) {
        if (!grow) continue;
        term = next++;
        numbers.set(word, term);
        if (next > places.length) places = grown(places, next);
      }
      if (term === IGNORED) continue;
      const place = places[term]!;
      if (place > rowStart) {
        counts[place - 1]!++;
      } else {
        terms[nnz] = term;
        counts[nnz] = 1;
        places[term] = ++nnz;
      }
    }
    indptr[row + 1] = nnz;
    if (pace.counts(text.length)) await pace.breathe();
  }
  return { documents: texts.length, indptr, terms: terms.slice(0, nnz), counts: counts.slice(0, nnz) };
}

/** How many documents each of the terms 0 … size − 1 occurs in. */
export function documentFrequencies(counts: TermCounts, size: number): Int32Array {
  const frequencies = new Int32Array(size);
  for (const term of counts.terms) frequencies[term]!++;
  return frequencies;
}

/** How often each of the terms 0 … size − 1 occurs in all documents. */
export function occurrences(counts: TermCounts, size: number): Float64Array {
  const sums = new Float64Array(size);
  counts.terms.forEach((term, i) => (sums[term]! += counts.counts[i]!));
  return sums;
}

/**
 * The same counts with term t renamed to `columns[t]`, rows ascending by column; terms with a negative column are
 * dropped. Sorts by going through all columns once, in time linear in the entries.
 */
export function sortedByColumn(counts: TermCounts, columns: Int32Array, size: number): TermCounts {
  // First by column: the entries of each column, rows ascending.
  const columnEnd = new Int32Array(size + 1);
  for (const term of counts.terms) if (columns[term]! >= 0) columnEnd[columns[term]! + 1]!++;
  for (let column = 0; column < size; column++) columnEnd[column + 1]! += columnEnd[column]!;
  const nnz = columnEnd[size]!;
  const cursor = columnEnd.slice(0, size);
  const rowOf = new Int32Array(nnz);
  const countOf = new Int32Array(nnz);
  const indptr = new Int32Array(counts.documents + 1);
  for (let row = 0; row < counts.documents; row++) {
    let kept = 0;
    for (let i = counts.indptr[row]!; i < counts.indptr[row + 1]!; i++) {
      const column = columns[counts.terms[i]!]!;
      if (column < 0) continue;
      const place = cursor[column]!++;
      rowOf[place] = row;
      countOf[place] = counts.counts[i]!;
      kept++;
    }
    indptr[row + 1] = indptr[row]! + kept;
  }
  // Then back by row: each row now receives its columns in ascending order.
  const rowCursor = indptr.slice(0, counts.documents);
  const sortedTerms = new Int32Array(nnz);
  const sortedCounts = new Int32Array(nnz);
  for (let column = 0; column < size; column++) {
    for (let i = columnEnd[column]!; i < columnEnd[column + 1]!; i++) {
      const place = rowCursor[rowOf[i]!]!++;
      sortedTerms[place] = column;
      sortedCounts[place] = countOf[i]!;
    }
  }
  return { documents: counts.documents, indptr, terms: sortedTerms, counts: sortedCounts };
}

/** A longer copy, at least doubled so that growing stays linear in all. */
function grown(array: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(Math.max(least, 2 * array.length));
  longer.set(array);
  return longer;
}
