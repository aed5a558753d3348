import type { AttentionBundle } from '../../shared/attention.ts';

/** Which of two texts attends to which: the queries' text, then the keys'. */
export const textPairs = ['all', 'aa', 'bb', 'ab', 'ba'] as const;
export type TextPair = (typeof textPairs)[number];

/**
 * The part of a bundle of two texts in which the tokens of one attend to those of one; as it is where all is asked for
 * or there is one text. Its columns sum to less than 1: what they give to the other text is left out.
 */
export function ofTextPair(bundle: AttentionBundle, pair: TextPair): AttentionBundle {
  const { splitPoint } = bundle.meta;
  if (pair === 'all' || splitPoint === undefined) return bundle;
  const range = (text: string | undefined, count: number): readonly [number, number] =>
    text === 'a' ? [0, Math.min(splitPoint, count)] : [Math.min(splitPoint, count), count];
  const [queryFrom, queryTo] = range(pair[0], bundle.queries);
  const [keyFrom, keyTo] = range(pair[1], bundle.keys);
  const [keys, queries] = [keyTo - keyFrom, queryTo - queryFrom];
  if (keys === 0 || queries === 0) return bundle;
  const matrices = bundle.layers * bundle.heads;
  const values = new Float32Array(matrices * keys * queries);
  for (let row = 0; row < matrices * keys; row += 1) {
    const matrix = Math.floor(row / keys);
    const from = (matrix * bundle.keys + keyFrom + (row % keys)) * bundle.queries + queryFrom;
    values.set(bundle.values.subarray(from, from + queries), row * queries);
  }
  const { title, origin, range: valueRange, part } = bundle.meta;
  return {
    ...bundle,
    keys,
    queries,
    values,
    keyTokens: bundle.keyTokens.slice(keyFrom, keyTo),
    queryTokens: bundle.queryTokens.slice(queryFrom, queryTo),
    meta: {
      title,
      origin,
      range: valueRange,
      normalisedOver: 'none',
      ...(part === undefined ? {} : { part }),
    },
  };
}
