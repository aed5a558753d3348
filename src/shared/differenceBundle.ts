import { headValues, meanOverHeads, type AttentionBundle } from './attention.ts';

/**
 * A − B as a bundle: signed, so that every view takes the diverging map. Of all layers and heads where both have as
 * many, else of the first layer's means over heads; with `head`, of that head alone (null: of the means). Null where
 * the two are not of the same documents in the same places.
 */
export function differenceBundle(
  a: AttentionBundle,
  b: AttentionBundle,
  head?: number | null,
): AttentionBundle | null {
  if (!sameDocuments(a, b)) return null;
  const isWhole = head === undefined && a.layers === b.layers && a.heads === b.heads;
  const of = (bundle: AttentionBundle): Float32Array => {
    if (isWhole) return bundle.values;
    const isMean = head === undefined || head === null || head >= bundle.heads;
    return isMean ? meanOverHeads(bundle, 0) : headValues(bundle, 0, head);
  };
  const [first, second] = [of(a), of(b)];
  return {
    ...a,
    layers: isWhole ? a.layers : 1,
    heads: isWhole ? a.heads : 1,
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
export function sameDocuments(a: AttentionBundle, b: AttentionBundle): boolean {
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
