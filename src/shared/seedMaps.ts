import type { AttentionBundle } from './attention.ts';
import { sameDocuments } from './differenceBundle.ts';

/** Maps of the same documents, cell by cell. */
export type SpreadOfMaps = 'mean' | 'deviation';

/**
 * Mean or standard deviation (of a sample, n − 1) over bundles of the same documents and as many heads, cell by cell in
 * float64. Null if they are not of the same documents, of other heads, or fewer than two.
 */
export function seedMaps(bundles: readonly AttentionBundle[], spread: SpreadOfMaps): AttentionBundle | null {
  const [first] = bundles;
  if (first === undefined || bundles.length < 2) return null;
  const alike = bundles.every(
    (other) => other.heads === first.heads && other.layers === first.layers && sameDocuments(first, other),
  );
  if (!alike) return null;
  const values = first.values.map((_, at) => {
    const cells = bundles.map((bundle) => bundle.values[at] ?? Number.NaN);
    const mean = cells.reduce((sum, value) => sum + value, 0) / cells.length;
    if (spread === 'mean') return mean;
    return Math.sqrt(cells.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (cells.length - 1));
  });
  const { meta } = first;
  return {
    ...first,
    values,
    meta: {
      ...meta,
      title: `${spread} of ${bundles.length}`,
      normalisedOver: spread === 'mean' ? meta.normalisedOver : 'none',
      range: spread === 'mean' ? meta.range : 'unit',
    },
  };
}
