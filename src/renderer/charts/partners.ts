import type { HeatmapTokens } from './heatmapLayout.ts';

export interface Partner {
  /** Of the key where a query is asked about, of the query where a key is. */
  readonly index: number;
  readonly value: number;
}

/** The `most` cells of one row or column of a map that are farthest from zero, largest first; the first of equals. */
export function strongestPartners(
  { keys, queries }: Pick<HeatmapTokens, 'keys' | 'queries'>,
  values: ArrayLike<number>,
  { key, query }: { readonly key: number | null; readonly query: number | null },
  most: number,
): Partner[] {
  const length = key === null ? keys : queries;
  const line = Array.from({ length }, (_, index) => ({
    index,
    value: values[(key ?? index) * queries + (query ?? index)] ?? Number.NaN,
  }));
  return line.sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.index - b.index).slice(0, most);
}
