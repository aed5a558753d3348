import { headValues, meanOverHeads, type AttentionBundle } from './attention.ts';

/**
 * A − B of one head, or of the means over heads, as a bundle of one head: signed, so that every view takes the
 * diverging map. Null where the two are not of the same documents in the same places.
 */
export function differenceBundle(
  a: AttentionBundle,
  b: AttentionBundle,
  head: number | null,
): AttentionBundle | null {
  if (!sameDocuments(a, b)) return null;
  const of = (bundle: AttentionBundle): Float32Array =>
    head === null || head >= bundle.heads ? meanOverHeads(bundle, 0) : headValues(bundle, 0, head);
  const [first, second] = [of(a), of(b)];
  return {
    ...a,
    layers: 1,
    heads: 1,
    values: first.map((value, index) => value - (second[index] ?? 0)),
    meta: {
      title: 'A − B',
      origin: { kind: 'difference', a: a.meta.origin, b: b.meta.origin },
      normalisedOver: 'none',
      range: 'signed',
    },
  };
}

/** By their hashes where both have them, else by their names. */
function sameDocuments(a: AttentionBundle, b: AttentionBundle): boolean {
  if (a.keys !== b.keys || a.queries !== b.queries) return false;
  const same = (first: AttentionBundle['keyTokens'], second: AttentionBundle['keyTokens']): boolean =>
    first.every((token, index) => {
      const other = second[index];
      return token.documentHash !== null && other?.documentHash !== null
        ? token.documentHash === other?.documentHash
        : token.label === other?.label;
    });
  return same(a.keyTokens, b.keyTokens) && same(a.queryTokens, b.queryTokens);
}
