import { themes, type Theme, type ThemeColours } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import type { NumberStyle, ValueScale } from '../../shared/scales.ts';
import { blockMarks, blockPlaces, type CellBlock } from './cellBlock.ts';
import type { ClassRun } from './classStrips.ts';
import { classNames, classRuns, classStrip, shortClassNames, stripThickness } from './classStrips.ts';
import { barThickness, colourBar, colourBarWidth, outset, scalePalette } from './colourBar.ts';
import type { Cell, HeatmapTokens } from './heatmapLayout.ts';
import type { MapLevels } from './mapLevels.ts';
import { mapExtent, type MapRoom, type MapWindow } from './mapWindow.ts';
import type { Box, Mark, Plan } from './plan.ts';
import { lineThrough, textSizes } from './plan.ts';
import { classBorders } from './classBorders.ts';
import { targetOutline } from './targetOutline.ts';

/**
 * The map of the attention page: as `heatmapPlan`, but of any size, through a window that a hand moves. Strips, names,
 * target and bars move with it; the colour bar and the frame stay.
 */
export interface MapOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly order: TokenOrder;
  readonly scale: ValueScale;
  readonly target: boolean;
  /** One value a query in the bundle's order, −1 to 1: bars under the map. */
  readonly cosines: ArrayLike<number> | null;
  /** What a key gets from all queries, and what a query gives to all keys: bars beside and under the map. */
  readonly sums: { readonly rows: ArrayLike<number>; readonly columns: ArrayLike<number> } | null;
  readonly words: MapWords;
}

/** What is written on a map. */
export interface MapWords {
  readonly numbers?: NumberStyle;
  readonly keys: string;
  readonly queries: string;
  readonly cosine: string;
  readonly sum: string;
}

export interface MapLayout {
  /** Room of the cells; the map may be smaller. */
  readonly room: Box;
  readonly colourBar: Box;
  readonly cosines: Box | null;
  readonly rowSums: Box | null;
  readonly columnSums: Box | null;
}

const stripGap = stripThickness + 4;
const nameHeight = 15;
const axisTitle = 15;
const barGap = 20;
const cosineHeight = 22;
const sumExtent = 26;
const below = 7;

/** Where everything stands, whatever the window. */
export function mapLayout(tokens: HeatmapTokens, options: MapOptions): MapLayout {
  const hasClasses = tokens.keyTokens.some(({ group }) => group >= 0);
  const strip = hasClasses ? stripGap : 0;
  const left = axisTitle + strip;
  const top = (hasClasses ? nameHeight : 2) + strip;
  const sums = options.sums === null ? 0 : sumExtent + below;
  const right = sums + barGap + colourBarWidth(options.scale, 1000) + 4;
  const bars = options.cosines === null ? 0 : cosineHeight + below;
  const bottom = bars + sums + axisTitle + 2;
  const room = {
    x: left,
    y: top,
    width: Math.max(16, options.width - left - right),
    height: Math.max(16, options.height - top - bottom),
  };
  return { room, ...barBoxes(room, room, options) };
}

/** The bars beside a map that is as large as `map`. */
function barBoxes(map: Box, room: Box, { cosines, sums }: MapOptions): Omit<MapLayout, 'room'> {
  const end = map.y + map.height;
  const cosineBox =
    cosines === null ? null : { x: map.x, y: end + below, width: map.width, height: cosineHeight };
  const sumTop = end + below + (cosineBox === null ? 0 : cosineHeight + below);
  const rowSums =
    sums === null ? null : { x: map.x + map.width + below, y: map.y, width: sumExtent, height: map.height };
  const columnSums = sums === null ? null : { x: map.x, y: sumTop, width: map.width, height: sumExtent };
  const barX = map.x + map.width + (rowSums === null ? 0 : sumExtent + below) + barGap;
  return {
    cosines: cosineBox,
    rowSums,
    columnSums,
    colourBar: {
      x: barX,
      y: map.y,
      width: barThickness,
      height: Math.max(80, Math.min(map.height, room.height)),
    },
  };
}

/** The part of the room that the map fills at this window. */
export function shownBox({ room }: MapLayout, tokens: HeatmapTokens, window: MapWindow): Box {
  const extent = mapExtent({ columns: tokens.queries, rows: tokens.keys }, window.cell);
  return {
    x: room.x,
    y: room.y,
    width: Math.min(room.width, extent.width),
    height: Math.min(room.height, extent.height),
  };
}

/** The whole map as it would lie, the window's part of it over the room. */
function wholeBox(shown: Box, tokens: HeatmapTokens, window: MapWindow): Box {
  const extent: MapRoom = mapExtent({ columns: tokens.queries, rows: tokens.keys }, window.cell);
  return { x: shown.x - window.left, y: shown.y - window.top, ...extent };
}

/** `levels` are reduced to whole pixels already where the window's cells are smaller. */
export function mapPlan(
  tokens: HeatmapTokens,
  levels: MapLevels,
  options: MapOptions,
  window: MapWindow,
  description: string,
): Plan {
  const colours = themes[options.theme];
  const layout = mapLayout(tokens, options);
  const shown = shownBox(layout, tokens, window);
  const whole = wholeBox(shown, tokens, window);
  const boxes = barBoxes(shown, layout.room, options);
  const { cell } = window;
  const clip = (box: Box, marks: readonly Mark[]): Mark => ({ kind: 'group', clip: box, marks });
  const marks: Mark[] = [
    ...stripMarks(tokens, options, shown, whole, cell),
    clip(shown, [
      cellsInSight(levels, shown, whole, Math.max(1, cell), scalePalette(options.theme, options.scale)),
      ...(options.target ? targetOutline : classBorders)(colours, tokens, options.order, whole, cell),
    ]),
    { kind: 'rect', ...outset(shown), stroke: colours.lineStrong, strokeWidth: 1 },
    ...axisWords(colours, options, shown, boxes),
    ...colourBar(options.theme, options.scale, boxes.colourBar, options.words.numbers),
  ];
  const { cosines, sums, order } = options;
  if (cosines !== null && boxes.cosines !== null) {
    marks.push(...columnBars(colours, boxes.cosines, whole.x, cell, order.queries, cosines, 1));
  }
  if (sums !== null && boxes.rowSums !== null && boxes.columnSums !== null) {
    const [most, mostOfColumns] = [largest(sums.rows), largest(sums.columns)];
    marks.push(
      ...rowBars(colours, boxes.rowSums, whole.y, cell, order.keys, sums.rows, most),
      ...columnBars(colours, boxes.columnSums, whole.x, cell, order.queries, sums.columns, mostOfColumns),
    );
  }
  return { width: options.width, height: options.height, background: colours.surface, marks, description };
}

/** A larger map is cut to what is in sight: its picture would take longer to make than a frame has. */
const mostCells = 512 * 512;

/** The cells of a map that lies at `whole`, `size` px each, of which a window shows `shown`. */
function cellsInSight(
  { rows, columns, levels }: MapLevels,
  shown: Box,
  whole: Box,
  size: number,
  palette: Uint8Array,
): Mark {
  const from = { row: 0, column: 0 };
  const to = { row: rows, column: columns };
  if (rows * columns > mostCells) {
    from.row = Math.floor((shown.y - whole.y) / size);
    from.column = Math.floor((shown.x - whole.x) / size);
    to.row = Math.min(rows, Math.ceil((shown.y + shown.height - whole.y) / size));
    to.column = Math.min(columns, Math.ceil((shown.x + shown.width - whole.x) / size));
  }
  const cut = { rows: to.row - from.row, columns: to.column - from.column };
  return {
    kind: 'cells',
    x: whole.x + from.column * size,
    y: whole.y + from.row * size,
    width: cut.columns * size,
    height: cut.rows * size,
    ...cut,
    levels: cut.rows === rows && cut.columns === columns ? levels : cutLevels(levels, columns, from, cut),
    palette,
  };
}

function cutLevels(
  levels: Uint8Array,
  columns: number,
  from: { readonly row: number; readonly column: number },
  cut: { readonly rows: number; readonly columns: number },
): Uint8Array {
  const result = new Uint8Array(cut.rows * cut.columns);
  for (let row = 0; row < cut.rows; row += 1) {
    const start = (from.row + row) * columns + from.column;
    result.set(levels.subarray(start, start + cut.columns), row * cut.columns);
  }
  return result;
}

/** What lies above the map: crosshair at the cell under the pointer, a frame round the pinned one and the block. */
export function mapOverlay(
  tokens: HeatmapTokens,
  options: MapOptions,
  window: MapWindow,
  hovered: { readonly key: number | null; readonly query: number | null } | null,
  pinned: Cell | null,
  block: CellBlock | null = null,
): Mark[] {
  const colours = themes[options.theme];
  const layout = mapLayout(tokens, options);
  const shown = shownBox(layout, tokens, window);
  const whole = wholeBox(shown, tokens, window);
  const { cell } = window;
  const size = Math.max(1, cell);
  const rowOf = (key: number): number => whole.y + options.order.keys.indexOf(key) * cell;
  const columnOf = (query: number): number => whole.x + options.order.queries.indexOf(query) * cell;
  const crossed = hovered ?? pinned;
  const lines: Float64Array[] = [];
  if (crossed !== null) {
    const y = crossed.key === null ? null : rowOf(crossed.key);
    const x = crossed.query === null ? null : columnOf(crossed.query);
    const end = { x: shown.x + shown.width, y: shown.y + shown.height };
    if (y !== null) {
      const middle = Math.floor(y + size / 2) + 0.5;
      if (x === null) lines.push(lineThrough(shown.x, middle, end.x, middle));
      else lines.push(lineThrough(shown.x, middle, x, middle), lineThrough(x + size, middle, end.x, middle));
    }
    if (x !== null) {
      const middle = Math.floor(x + size / 2) + 0.5;
      if (y === null) lines.push(lineThrough(middle, shown.y, middle, end.y));
      else lines.push(lineThrough(middle, shown.y, middle, y), lineThrough(middle, y + size, middle, end.y));
    }
  }
  const marks: Mark[] = [
    ...(block === null ? [] : blockMarks(colours, blockPlaces(block, options.order), whole, cell)),
    { kind: 'path', lines, stroke: colours.overlayInk, strokeWidth: 1, opacity: 0.55, crisp: true },
  ];
  if (pinned !== null) {
    const box = outset({ x: columnOf(pinned.query), y: rowOf(pinned.key), width: size, height: size });
    marks.push(
      { kind: 'rect', ...box, stroke: colours.overlayHalo, strokeWidth: 3.5 },
      { kind: 'rect', ...box, stroke: colours.overlayInk, strokeWidth: 1.5 },
    );
  }
  const clip = { x: shown.x - 2, y: shown.y - 2, width: shown.width + 4, height: shown.height + 4 };
  const above: Mark[] = [{ kind: 'group', clip, marks }];
  const { cosines } = options;
  const box = barBoxes(shown, layout.room, options).cosines;
  const query = pinned?.query ?? crossed?.query ?? null;
  if (cosines !== null && box !== null && query !== null) {
    const only = Int32Array.of(query);
    above.push(...columnBars(colours, box, columnOf(query), cell, only, cosines, 1, colours.ink));
  }
  return above;
}

function stripMarks(
  tokens: HeatmapTokens,
  { theme, order }: MapOptions,
  shown: Box,
  whole: Box,
  cell: number,
): Mark[] {
  const colours = themes[theme];
  const keyRuns = classRuns(order.keys, tokens.keyTokens);
  const queryRuns = classRuns(order.queries, tokens.queryTokens);
  const top = shown.y - stripGap;
  const left = shown.x - stripGap;
  const names = shortClassNames(tokens.groups);
  return [
    {
      kind: 'group',
      clip: { x: shown.x, y: 0, width: shown.width, height: shown.y },
      marks: [
        ...classStrip(theme, queryRuns, cell, { axis: 'x', along: whole.x, across: top }),
        ...(order.kind === 'class'
          ? classNames(colours, inSight(queryRuns, whole.x, shown, cell), cell, names, whole.x, top - 5)
          : []),
      ],
    },
    {
      kind: 'group',
      clip: { x: 0, y: shown.y, width: shown.x, height: shown.height },
      marks: classStrip(theme, keyRuns, cell, { axis: 'y', along: whole.y, across: left }),
    },
  ];
}

/** The parts of runs that the window shows, so that a name stands where its class can be seen. */
function inSight(runs: readonly ClassRun[], left: number, shown: Box, cell: number): ClassRun[] {
  const from = (shown.x - left) / cell;
  const to = from + shown.width / cell;
  return runs
    .map((run) => ({ ...run, from: Math.max(run.from, from), to: Math.min(run.to, to) }))
    .filter((run) => run.to > run.from);
}

function axisWords(
  colours: ThemeColours,
  { words }: MapOptions,
  shown: Box,
  { cosines, rowSums, columnSums }: Omit<MapLayout, 'room'>,
): Mark[] {
  const style = { kind: 'text', size: textSizes.xs, fill: colours.ink3 } as const;
  const end = columnSums ?? cosines;
  const bottom = end === null ? shown.y + shown.height : end.y + end.height;
  const beside = shown.x + shown.width + 8;
  const marks: Mark[] = [
    { ...style, x: shown.x + shown.width / 2, y: bottom + 12, text: words.queries, anchor: 'middle' },
    { ...style, x: 10, y: shown.y + shown.height / 2, text: words.keys, rotate: -90, anchor: 'middle' },
  ];
  const small = { ...style, size: textSizes.xxs, x: beside } as const;
  if (cosines !== null) marks.push({ ...small, y: cosines.y + 14, text: words.cosine });
  if (columnSums !== null) marks.push({ ...small, y: columnSums.y + 16, text: words.sum });
  if (rowSums !== null) marks.push({ ...small, x: rowSums.x, y: rowSums.y - 4, text: words.sum });
  return marks;
}

/** Bars from zero, which lies in the middle where some are negative; `most` fills the box. */
function columnBars(
  colours: ThemeColours,
  box: Box,
  left: number,
  cell: number,
  order: Int32Array,
  values: ArrayLike<number>,
  most: number,
  fill = colours.control,
): Mark[] {
  const signed = hasNegative(values);
  const zero = signed ? box.y + box.height / 2 : box.y + box.height;
  const unit = (signed ? box.height / 2 : box.height) / most;
  const bars = Array.from(order, (query, column): Mark => {
    const length = Math.min(most, Math.abs(values[query]!)) * unit;
    return {
      kind: 'rect',
      x: left + column * cell,
      y: values[query]! < 0 ? zero : zero - length,
      width: cell > 3 ? cell - 1 : cell,
      height: length,
      fill,
    };
  });
  return [
    { kind: 'group', clip: { ...box, y: box.y - 1, height: box.height + 2 }, marks: bars },
    baseline(colours, lineThrough(box.x, Math.round(zero) + 0.5, box.x + box.width, Math.round(zero) + 0.5)),
  ];
}

function rowBars(
  colours: ThemeColours,
  box: Box,
  top: number,
  cell: number,
  order: Int32Array,
  values: ArrayLike<number>,
  most: number,
): Mark[] {
  const signed = hasNegative(values);
  const zero = signed ? box.x + box.width / 2 : box.x;
  const unit = (signed ? box.width / 2 : box.width) / most;
  const bars = Array.from(order, (key, row): Mark => {
    const length = Math.min(most, Math.abs(values[key]!)) * unit;
    return {
      kind: 'rect',
      x: values[key]! < 0 ? zero - length : zero,
      y: top + row * cell,
      width: length,
      height: cell > 3 ? cell - 1 : cell,
      fill: colours.control,
    };
  });
  return [
    { kind: 'group', clip: { ...box, x: box.x - 1, width: box.width + 2 }, marks: bars },
    baseline(colours, lineThrough(Math.round(zero) - 0.5, box.y, Math.round(zero) - 0.5, box.y + box.height)),
  ];
}

function baseline(colours: ThemeColours, line: Float64Array): Mark {
  return { kind: 'path', lines: [line], stroke: colours.lineStrong, strokeWidth: 1, crisp: true };
}

function hasNegative(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i += 1) if (values[i]! < 0) return true;
  return false;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, Math.abs(values[i]!));
  return most === 0 ? 1 : most;
}
