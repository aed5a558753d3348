import type { Theme } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import type { ValueScale } from '../../shared/scales.ts';
import type { Cell, HeatmapTokens } from './heatmapLayout.ts';
import { fittedCell, mapExtent } from './mapWindow.ts';
import { contains, textSizes, type Box } from './plan.ts';
import { textWidth } from './textWidth.ts';

/** One map of a grid: a head, a mean, or one of them less the target. */
export interface ThumbPanel {
  readonly tokens: HeatmapTokens;
  /** [keys, queries]. */
  readonly values: ArrayLike<number>;
  readonly order: TokenOrder;
  /** Its own, where scales are not shared. */
  readonly scale: ValueScale;
}

export interface ThumbLabel {
  readonly text: string;
  /** A patch before the text, of a run or a head. */
  readonly colour?: string;
}

/** Maps in rows and columns: layers, snapshots or runs by heads. */
export interface ThumbGrid {
  readonly rows: readonly ThumbLabel[];
  readonly columns: readonly ThumbLabel[];
  /** [rows, columns]; null: nothing there. */
  readonly panels: readonly (ThumbPanel | null)[];
}

export interface ThumbGridOptions {
  readonly theme: Theme;
  /** Room; a grid that does not fit is higher than it. */
  readonly width: number;
  readonly height: number;
  readonly target?: boolean;
  /** Maps as wide as the room allows, however many pixels that makes of a cell: for print. */
  readonly fill?: boolean;
}

export interface ThumbGridLayout {
  readonly width: number;
  readonly height: number;
  readonly fill: boolean;
  /** Empty px before the names of rows. */
  readonly indent: number;
  /** Of the first panel. */
  readonly left: number;
  readonly top: number;
  /** From one panel to the next. */
  readonly pitchX: number;
  readonly pitchY: number;
  /** Pixels a cell, the same for all; whole or one over a whole number unless the grid fills its room. */
  readonly cell: number;
}

/** Below this a thumbnail says nothing. */
const leastSide = 30;
const readableSide = 100;
const mostSide = 400;
const leastGap = 2;
const labelRoom = 110;
const headHeight = 20;
export const thumbLabelStyle = { size: textSizes.xs } as const;

export function thumbGridLayout(
  grid: ThumbGrid,
  { width, height, fill = false }: ThumbGridOptions,
): ThumbGridLayout {
  const [rows, columns] = [Math.max(1, grid.rows.length), Math.max(1, grid.columns.length)];
  const widest = Math.max(
    0,
    ...grid.rows.map(
      ({ text, colour }) => textWidth(text, thumbLabelStyle) + (colour === undefined ? 0 : 12),
    ),
  );
  const indent = fill ? 0 : 8;
  const label = Math.ceil(Math.min(labelRoom, fill ? width * 0.24 : labelRoom, widest));
  const left = fill && label === 0 ? 1 : indent + label + 8;
  const usualGap = columns > 8 ? 4 : 8;
  // Cells of whole pixels come before the room between panels.
  const least = fill ? usualGap : leastGap;
  const byWidth = Math.floor((width - left - (fill ? 4 : 0)) / columns) - least;
  const byHeight = Math.floor((height - headHeight - 4) / rows) - least;
  // The whole grid in sight, unless its maps would be too small to be read: then it grows beyond its room.
  const side = fill
    ? Math.max(2, Math.min(mostSide, byWidth, byHeight))
    : Math.min(mostSide, Math.max(leastSide, Math.min(byWidth, Math.max(byHeight, readableSide))));
  const size = largestSize(grid);
  const cell = fill
    ? side / Math.max(size.columns, size.rows)
    : fittedCell(size, { width: side, height: side });
  const extent = thumbExtent(size, cell, fill);
  const gap = fill
    ? usualGap
    : Math.min(usualGap, Math.max(leastGap, Math.floor((width - left) / columns) - extent.width));
  const [pitchX, pitchY] = [extent.width + gap, extent.height + gap];
  return {
    fill,
    indent,
    width: Math.max(width, left + columns * pitchX),
    height: headHeight + rows * pitchY + 4,
    left,
    top: headHeight,
    pitchX,
    pitchY,
    cell,
  };
}

function largestSize({ panels }: ThumbGrid): { readonly columns: number; readonly rows: number } {
  let [columns, rows] = [1, 1];
  for (const panel of panels) {
    columns = Math.max(columns, panel?.tokens.queries ?? 1);
    rows = Math.max(rows, panel?.tokens.keys ?? 1);
  }
  return { columns, rows };
}

function thumbExtent(
  size: { readonly columns: number; readonly rows: number },
  cell: number,
  fill: boolean,
): { readonly width: number; readonly height: number } {
  return fill ? { width: size.columns * cell, height: size.rows * cell } : mapExtent(size, cell);
}

/** Where a panel's map lies. */
export function thumbBox(grid: ThumbGrid, layout: ThumbGridLayout, index: number): Box {
  const columns = Math.max(1, grid.columns.length);
  const panel = grid.panels[index];
  const { queries = 1, keys = 1 } = panel?.tokens ?? {};
  return {
    x: layout.left + (index % columns) * layout.pitchX,
    y: layout.top + Math.floor(index / columns) * layout.pitchY,
    ...thumbExtent({ columns: queries, rows: keys }, layout.cell, layout.fill),
  };
}

export interface ThumbHit {
  readonly index: number;
  readonly cell: Cell;
}

/** The panel and its cell under a pixel, or null between panels. */
export function thumbGridHit(
  grid: ThumbGrid,
  layout: ThumbGridLayout,
  x: number,
  y: number,
): ThumbHit | null {
  const column = Math.floor((x - layout.left) / layout.pitchX);
  const row = Math.floor((y - layout.top) / layout.pitchY);
  if (column < 0 || row < 0 || column >= grid.columns.length || row >= grid.rows.length) return null;
  const index = row * grid.columns.length + column;
  const panel = grid.panels[index];
  const box = thumbBox(grid, layout, index);
  if (panel === null || panel === undefined || !contains(box, x, y)) return null;
  const key = panel.order.keys[Math.floor((y - box.y) / layout.cell)];
  const query = panel.order.queries[Math.floor((x - box.x) / layout.cell)];
  return key === undefined || query === undefined ? null : { index, cell: { key, query } };
}
