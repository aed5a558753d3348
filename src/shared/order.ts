import type { AttentionBundle, AttentionToken } from './attention.ts';
import { meanOverHeads } from './attention.ts';
import { clusterLeaves, cosineDistances } from './leafOrder.ts';

/** The order in which documents stand, chosen once and the same in every panel. */
export const orderKinds = ['given', 'class', 'similarity'] as const;
export type OrderKind = (typeof orderKinds)[number];

/** `keys[r]` is the key in row r of a map, `queries[c]` the query in column c; each a permutation. */
export interface TokenOrder {
  readonly kind: OrderKind;
  readonly keys: Int32Array;
  readonly queries: Int32Array;
}

/** What of a bundle an order hangs on. */
export type OrderBasis = Omit<AttentionBundle, 'groups' | 'meta'>;

/**
 * The order of a bundle's tokens. `similarity` compares how documents attend and are attended to, mean over the
 * heads of `layer`, and takes seconds above 1000 tokens: give it to a worker, which hears from `onProgress` which share
 * is done. Where keys and queries are the same
 * documents both get one order, so that the diagonal stays the diagonal.
 */
export function orderTokens(
  bundle: OrderBasis,
  kind: OrderKind,
  layer = 0,
  onProgress?: (done: number) => void,
): TokenOrder {
  switch (kind) {
    case 'given':
      return { kind, keys: identity(bundle.keys), queries: identity(bundle.queries) };
    case 'class':
      return { kind, keys: byClass(bundle.keyTokens), queries: byClass(bundle.queryTokens) };
    case 'similarity':
      return { kind, ...bySimilarity(bundle, layer, onProgress) };
  }
}

/** True when row i and column i are the same document. */
export function sharesTokens(bundle: OrderBasis): boolean {
  return (
    bundle.keys === bundle.queries &&
    bundle.keyTokens.every((token, i) => token.label === bundle.queryTokens[i]?.label)
  );
}

function identity(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}

/** Classes ascending, those without one last; as given within a class. */
function byClass(tokens: readonly AttentionToken[]): Int32Array {
  const rank = (index: number): number => {
    const group = tokens[index]?.group ?? -1;
    return group < 0 ? Number.POSITIVE_INFINITY : group;
  };
  return identity(tokens.length).sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    return first === second ? a - b : first - second;
  });
}

function bySimilarity(
  bundle: OrderBasis,
  layer: number,
  onProgress: ((done: number) => void) | undefined,
): { readonly keys: Int32Array; readonly queries: Int32Array } {
  const { keys, queries } = bundle;
  const rows = meanOverHeads(bundle, layer); // [keys, queries]
  const columns = transpose(rows, keys, queries); // [queries, keys]
  if (!sharesTokens(bundle)) {
    return {
      keys: clusterLeaves(cosineDistances(rows, keys, queries), keys, (done) => onProgress?.(done / 2)),
      queries: clusterLeaves(cosineDistances(columns, queries, keys), queries, (done) =>
        onProgress?.((1 + done) / 2),
      ),
    };
  }
  // A document's profile is its row beside its column: whom it attends to and who attends to it.
  const profiles = new Float32Array(2 * keys * keys);
  for (let i = 0; i < keys; i += 1) {
    profiles.set(rows.subarray(i * keys, (i + 1) * keys), 2 * i * keys);
    profiles.set(columns.subarray(i * keys, (i + 1) * keys), (2 * i + 1) * keys);
  }
  const order = clusterLeaves(cosineDistances(profiles, keys, 2 * keys), keys, onProgress);
  return { keys: order, queries: order };
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < columns; c += 1) result[c * rows + r] = values[r * columns + c] ?? 0;
  }
  return result;
}
