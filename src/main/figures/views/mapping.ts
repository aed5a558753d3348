import { headValues, meanOverHeads, type AttentionBundle } from '../../../shared/attention.ts';
import type { ScaleChoice } from '../../../shared/figure.ts';
import type { TokenOrder } from '../../../shared/order.ts';
import { fitScale, type ValueScale } from '../../../shared/scales.ts';
import { shortest } from '../../../renderer/charts/mapCsv.ts';
import type { DataCell } from '../dataTable.ts';
import type { Frame } from '../panel.ts';

/** The scale of a map: as chosen, as shared with the other panels, or what fits its own values. */
export function scaleFor(
  { scale, max, locked }: ScaleChoice,
  panels: readonly ArrayLike<number>[],
  { sharedMax }: Pick<Frame, 'sharedMax'>,
  signed: boolean,
): ValueScale {
  const own = fitScale(panels, scale, { signed, locked });
  const end = max ?? (locked ? sharedMax : null);
  return end === null ? own : { ...own, max: end };
}

/** What a shared scale has to reach for these values; null where each panel has its own. */
export function largestOf({ max, locked }: ScaleChoice, panels: readonly ArrayLike<number>[]): number | null {
  if (!locked || max !== null) return null;
  return fitScale(panels, 'linear', { signed: true }).max;
}

export const isSigned = ({ meta }: AttentionBundle): boolean => meta.range === 'signed';
export const hasClasses = ({ groups }: AttentionBundle): boolean => groups.length > 0;

/** One head, or the mean where it is asked for or there is no such head. */
export function valuesOf(bundle: AttentionBundle, head: number | 'mean', layer = 0): Float32Array {
  return head === 'mean' || head >= bundle.heads
    ? meanOverHeads(bundle, layer)
    : headValues(bundle, layer, head);
}

/** A float32 as its shortest digits. */
export const exact = (value: number | undefined): number => Number(shortest(value ?? Number.NaN));

/** A row a cell, in the order drawn: rows of the map from above, columns from the left. */
export function cellRows(
  about: readonly DataCell[],
  { keyTokens, queryTokens, queries }: AttentionBundle,
  values: ArrayLike<number>,
  order: TokenOrder,
): DataCell[][] {
  return Array.from(order.keys).flatMap((key) =>
    Array.from(order.queries, (query) => [
      ...about,
      keyTokens[key]?.label ?? '',
      queryTokens[query]?.label ?? '',
      exact(values[key * queries + query]),
    ]),
  );
}
