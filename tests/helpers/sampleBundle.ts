import type { AttentionBundle } from '../../src/shared/attention.ts';

/**
 * A made-up bundle: documents of the given classes, columns that sum to 1 and favour a document's own class, a
 * different pattern a head. The same arguments always give the same values.
 */
export function sampleBundle(
  groups: readonly number[],
  options: { readonly heads?: number; readonly classes?: readonly string[] } = {},
): AttentionBundle {
  const { heads = 1, classes = ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'] } = options;
  const n = groups.length;
  const counts = new Map<number, number>();
  const tokens = groups.map((group) => {
    const number = counts.get(group) ?? 0;
    counts.set(group, number + 1);
    const label = `${classes[group] ?? 'none'} ${number}`;
    return { label, group, title: `Re: document ${number}`, documentHash: null };
  });
  const values = new Float32Array(heads * n * n);
  for (let head = 0; head < heads; head += 1) {
    for (let query = 0; query < n; query += 1) {
      const weights = groups.map((group, key) => {
        const pattern = 1 + ((key * 7 + query * 3 + head * 5) % 11);
        return group === groups[query] ? pattern * 4 : pattern;
      });
      const sum = weights.reduce((total, weight) => total + weight, 0);
      weights.forEach((weight, key) => {
        values[(head * n + key) * n + query] = weight / sum;
      });
    }
  }
  return {
    layers: 1,
    heads,
    keys: n,
    queries: n,
    values,
    keyTokens: tokens,
    queryTokens: tokens,
    groups: classes,
    meta: {
      title: 'Sample, step 350, test sequence 1',
      origin: { kind: 'run', runId: 'sample1', step: 350, sequence: 0 },
      normalisedOver: 'keys',
      range: 'unit',
    },
  };
}
