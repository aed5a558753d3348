import type { AttentionBundle } from '../../shared/attention.ts';
import type { Theme } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import type { ValueScale } from '../../shared/scales.ts';
import type { Cell } from './heatmapLayout.ts';
import type { Box } from './plan.ts';
import { contains, textSizes } from './plan.ts';
import { fitText, textWidth } from './textWidth.ts';
import type { ChartWords } from './words.ts';

export type TokenSide = 'query' | 'key';

/** One token of either column, by its index in the bundle. */
export interface TokenRef {
  readonly side: TokenSide;
  readonly index: number;
}

/** Rows by their position from the top. */
export interface RowRange {
  readonly from: number;
  readonly after: number;
}

export interface HeadViewOptions {
  readonly theme: Theme;
  readonly width: number;
  /** Px a token; default by how many there are. */
  readonly rowHeight?: number;
  readonly order: TokenOrder;
  /** The locked scale of the map; weights at its end are opaque. */
  readonly scale: ValueScale;
  readonly layer?: number;
  /** Which heads are on; default all. */
  readonly heads?: readonly boolean[];
  /** Draws each query's largest weights up to this share of its mass, 0 to 1; default all. */
  readonly massShare?: number;
  readonly pinned?: Cell | null;
  readonly hovered?: TokenRef | null;
  readonly title?: string;
  readonly subtitle?: string;
  /** A row of numbered squares that name the heads' colours. */
  readonly headSquares?: boolean;
  /** In another language than English; what is missing stays English. */
  readonly words?: Partial<ChartWords>;
  /** Which lines are drawn, where it is not by their share of mass: "the 3 largest of each query". */
  readonly lineWords?: string;
  /** A key of line opacities under the columns. */
  readonly legend?: boolean;
  readonly padding?: number;
}

export interface HeadViewLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly titleBaseline: number;
  /** One square a head, in order; empty without them. */
  readonly squares: readonly Box[];
  readonly headerBaseline: number;
  /** Top of the first row. */
  readonly top: number;
  readonly rowHeight: number;
  readonly textSize: number;
  /** Every `labelStep`-th row has a label. */
  readonly labelStep: number;
  /** Right edge of query labels, x of key labels, and the room each has. */
  readonly queryLabelEnd: number;
  readonly keyLabelStart: number;
  readonly labelWidth: number;
  /** Class strips, lines between them. */
  readonly queryStrip: number;
  readonly keyStrip: number;
  readonly lineStart: number;
  readonly lineEnd: number;
  /** Head columns: x of the first beside the keys, and the distance of one to the next. */
  readonly columnsStart: number;
  readonly columnPitch: number;
  readonly legendTop: number;
}

const titleHeight = 24;
const squareSize = { width: 20, height: 17 } as const;
const squareGap = 5;
const headerHeight = 20;
export const tokenStrip = 4;
const legendHeight = 36;

export function headViewLayout(bundle: AttentionBundle, options: HeadViewOptions): HeadViewLayout {
  const { width, padding = 0 } = options;
  const rows = Math.max(bundle.queries, bundle.keys);
  const rowHeight = options.rowHeight ?? (rows <= 48 ? 15 : rows <= 96 ? 12 : 10);
  const textSize = Math.max(8, Math.min(textSizes.xs, rowHeight - 2));

  const squaresTop = padding + (options.title === undefined ? 0 : titleHeight);
  const squares = options.headSquares === true ? squareRow(bundle.heads, squaresTop, options) : [];
  const last = squares.at(-1);
  const squaresEnd = last === undefined ? squaresTop : last.y + last.height + 8;
  const top = squaresEnd + headerHeight;

  const longest = Math.max(
    ...[...bundle.queryTokens, ...bundle.keyTokens].map(({ label }) =>
      // The selected token is set in the strong cut.
      textWidth(label, { size: textSize, weight: 600 }),
    ),
  );
  const columnPitch = bundle.heads <= 6 ? 8 : bundle.heads <= 16 ? 6 : 4;
  const columns = bundle.heads * columnPitch;
  const inner = width - 2 * padding;
  const labelWidth = Math.ceil(Math.min(longest, Math.max(40, (inner - columns) * 0.32))) + 2;

  const queryLabelEnd = padding + 6 + labelWidth;
  const queryStrip = queryLabelEnd + 6;
  const keyLabelStart = width - padding - 6 - labelWidth;
  const columnsStart = keyLabelStart - 6 - columns;
  const keyStrip = columnsStart - 5 - tokenStrip;
  const legendTop = top + rows * rowHeight + 8;
  return {
    width,
    height: legendTop + (options.legend === true ? legendHeight : 0) + padding,
    left: padding,
    titleBaseline: padding + 13,
    squares,
    headerBaseline: squaresEnd + 12,
    top,
    rowHeight,
    textSize,
    labelStep: Math.max(1, Math.ceil((textSize + 1) / rowHeight)),
    queryLabelEnd,
    keyLabelStart,
    labelWidth,
    queryStrip,
    keyStrip,
    lineStart: queryStrip + tokenStrip + 3,
    lineEnd: keyStrip - 3,
    columnsStart,
    columnPitch,
    legendTop,
  };
}

function squareRow(heads: number, top: number, { width, padding = 0 }: HeadViewOptions): Box[] {
  const pitch = squareSize.width + squareGap;
  const first = padding + headsLabelWidth;
  const perRow = Math.max(1, Math.floor((width - padding - first + squareGap) / pitch));
  return Array.from({ length: heads }, (_, head) => ({
    x: first + (head % perRow) * pitch,
    y: top + Math.floor(head / perRow) * (squareSize.height + squareGap),
    ...squareSize,
  }));
}

/** Padding of a view on screen, which has neither title nor squares. */
export const screenPadding = 8;

/** Middle of a row of a view on screen, px from its top, before the view is laid out. */
export function screenRowMiddle(position: number, rowHeight: number): number {
  return screenPadding + headerHeight + (position + 0.5) * rowHeight;
}

/** Room for the word "Heads" before the squares. */
export const headsLabelWidth = 42;

/** Middle of a token's row, by position in the order. */
export function rowMiddle({ top, rowHeight }: HeadViewLayout, position: number): number {
  return top + position * rowHeight + rowHeight / 2;
}

/** The token that filters the lines: the hovered one, else the pinned query. */
export function selectedToken({ hovered, pinned }: HeadViewOptions): TokenRef | null {
  if (hovered !== undefined && hovered !== null) return hovered;
  return pinned === undefined || pinned === null ? null : { side: 'query', index: pinned.query };
}

/** A label in `width` px that keeps its number: "talk.politics.mid… 12". */
export function fitLabel(
  label: string,
  width: number,
  style: { readonly size: number; readonly weight?: 600 },
): string {
  if (textWidth(label, style) <= width) return label;
  const number = / \d+$/.exec(label)?.[0] ?? '';
  const name = label.slice(0, label.length - number.length);
  return fitText(name, width - textWidth(number, style), style) + number;
}

export type HeadViewHit = TokenRef | { readonly side: 'head'; readonly index: number };

/** What lies under a pixel of the plan: a token's row on either side, a head's square, or nothing. */
export function headViewHit(
  layout: HeadViewLayout,
  order: TokenOrder,
  x: number,
  y: number,
): HeadViewHit | null {
  const square = layout.squares.findIndex((box) => contains(box, x, y));
  if (square >= 0) return { side: 'head', index: square };
  const position = Math.floor((y - layout.top) / layout.rowHeight);
  if (position < 0) return null;
  if (x >= layout.left && x < layout.lineStart) {
    const index = order.queries[position];
    return index === undefined ? null : { side: 'query', index };
  }
  if (x >= layout.lineEnd && x < layout.width - layout.left) {
    const index = order.keys[position];
    return index === undefined ? null : { side: 'key', index };
  }
  return null;
}
