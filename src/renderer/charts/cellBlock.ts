import type { ThemeColours } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import type { Cell, HeatmapTokens } from './heatmapLayout.ts';
import type { Box, Mark } from './plan.ts';

/** A rectangle of cells of a map as it is ordered, by the cells at two corners that face each other. */
export interface CellBlock {
  readonly from: Cell;
  readonly to: Cell;
}

/** Rows and columns of a block on screen, first and last of each inside. */
export interface BlockPlaces {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function blockPlaces({ from, to }: CellBlock, { keys, queries }: TokenOrder): BlockPlaces {
  const [rows, columns] = [
    [keys.indexOf(from.key), keys.indexOf(to.key)],
    [queries.indexOf(from.query), queries.indexOf(to.query)],
  ];
  return {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  };
}

/** The part of an order that a block has: what is written of the block alone is written by it. */
export function orderOfBlock(block: CellBlock, order: TokenOrder): TokenOrder {
  const { top, bottom, left, right } = blockPlaces(block, order);
  return {
    ...order,
    keys: order.keys.slice(top, bottom + 1),
    queries: order.queries.slice(left, right + 1),
  };
}

/** A block with its second corner moved by whole rows and columns; it ends at the edges of the map. */
export function extendBlock(
  block: CellBlock,
  { keys, queries }: TokenOrder,
  by: { readonly rows: number; readonly columns: number },
): CellBlock {
  return { from: block.from, to: stepCell(block.to, { keys, queries }, by) };
}

/** The cell so many rows and columns on, in the order on screen; it stops at the edges of the map. */
export function stepCell(
  { key, query }: Cell,
  { keys, queries }: Pick<TokenOrder, 'keys' | 'queries'>,
  by: { readonly rows: number; readonly columns: number },
): Cell {
  const along = (list: Int32Array, index: number, count: number): number =>
    list[Math.min(list.length - 1, Math.max(0, list.indexOf(index) + count))] ?? index;
  return { key: along(keys, key, by.rows), query: along(queries, query, by.columns) };
}

export interface BlockNumbers {
  readonly keys: number;
  readonly queries: number;
  /** In float64. */
  readonly sum: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** What the cells of a block come to. */
export function blockNumbers(
  { queries: width }: Pick<HeatmapTokens, 'queries'>,
  values: ArrayLike<number>,
  { keys, queries }: Pick<TokenOrder, 'keys' | 'queries'>,
): BlockNumbers {
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (const key of keys) {
    for (const query of queries) {
      const value = values[key * width + query] ?? Number.NaN;
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  const [k, q] = [keys.length, queries.length];
  return { keys: k, queries: q, sum, mean: sum / (k * q), least, most };
}

/** A frame round a block and a tint over it, of cells of `cell` px of a map that lies at `whole`. */
export function blockMarks(
  colours: ThemeColours,
  { top, bottom, left, right }: BlockPlaces,
  whole: Box,
  cell: number,
): Mark[] {
  const box = {
    x: whole.x + left * cell,
    y: whole.y + top * cell,
    width: Math.max(1, (right - left + 1) * cell),
    height: Math.max(1, (bottom - top + 1) * cell),
  };
  return [
    { kind: 'rect', ...box, fill: colours.accent, opacity: 0.14 },
    { kind: 'rect', ...box, stroke: colours.overlayHalo, strokeWidth: 4 },
    { kind: 'rect', ...box, stroke: colours.accent, strokeWidth: 2 },
  ];
}
