import type { AttentionBundle } from '../../shared/attention.ts';
import type { Cell } from './heatmapLayout.ts';

/** Pairs of documents of one query, or of all; a document with itself is left out. */
export function measurePairs({ keys, queries }: AttentionBundle, of: number | 'all'): Cell[] {
  const found: Cell[] = [];
  for (let key = 0; key < keys; key += 1) {
    for (let query = 0; query < queries; query += 1) {
      if (key !== query && (of === 'all' || query === of)) found.push({ key, query });
    }
  }
  return found;
}

/** The query whose keys two measures order least alike; `spearman` has one value a query. */
export function leastAlike(spearman: ArrayLike<number>): number {
  let worst = 0;
  for (let at = 1; at < spearman.length; at += 1) {
    if ((spearman[at] ?? 1) < (spearman[worst] ?? 1)) worst = at;
  }
  return worst;
}
