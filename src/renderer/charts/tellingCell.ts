import { headValues, type AttentionBundle } from '../../shared/attention.ts';

/** A cell worth looking at first, and the head it is worth it in. */
export interface TellingCell {
  readonly head: number;
  readonly key: number;
  readonly query: number;
}

/**
 * The strongest cell of a layer that ties two different documents of one class; of a bundle without classes the
 * strongest that ties two different tokens, and of one with a single token its only one. The first of equals.
 */
export function tellingCell(bundle: AttentionBundle, layer: number): TellingCell {
  const { keys, queries, keyTokens, queryTokens } = bundle;
  const hasClasses = keyTokens.some(({ group }) => group >= 0);
  const isSelf = keys === queries;
  let best: TellingCell = { head: 0, key: 0, query: 0 };
  let most = 0;
  for (let head = 0; head < bundle.heads; head += 1) {
    const values = headValues(bundle, layer, head);
    for (let key = 0; key < keys; key += 1) {
      const group = keyTokens[key]?.group ?? -1;
      for (let query = 0; query < queries; query += 1) {
        const size = Math.abs(values[key * queries + query]!);
        if (!(size > most) || (isSelf && key === query)) continue;
        if (hasClasses && (group < 0 || group !== queryTokens[query]?.group)) continue;
        most = size;
        best = { head, key, query };
      }
    }
  }
  return best;
}
