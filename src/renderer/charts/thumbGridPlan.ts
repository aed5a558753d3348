import { themes, type ThemeColours } from '../../shared/colours.ts';
import { outset, scalePalette } from './colourBar.ts';
import type { Cell } from './heatmapLayout.ts';
import {
  thumbLabelStyle,
  thumbBox,
  thumbGridLayout,
  type ThumbLabel,
  type ThumbPanel,
  type ThumbGrid,
  type ThumbGridLayout,
  type ThumbGridOptions,
} from './thumbGrid.ts';
import { reducedLevels, type MapLevels } from './mapLevels.ts';
import { lineThrough, middleBaseline, type Box, type Mark, type Plan } from './plan.ts';
import { targetOutline } from './targetOutline.ts';
import { fitText } from './textWidth.ts';

/** A target in a thumbnail of fewer pixels a side would cover what it outlines. */
const leastOutlined = 60;

/** All panels of a grid at once, with the names of rows and columns. */
export function thumbGridPlan(
  grid: ThumbGrid,
  options: ThumbGridOptions,
  description: string,
  layout = thumbGridLayout(grid, options),
): Plan {
  const colours = themes[options.theme];
  const marks: Mark[] = [
    ...grid.rows.flatMap((label, row) => rowLabel(colours, layout, label, row)),
    ...grid.columns.flatMap((label, column) => columnLabel(colours, layout, label, column)),
  ];
  grid.panels.forEach((panel, index) => {
    if (panel === null) return;
    const box = thumbBox(grid, layout, index);
    marks.push(panelCells(panel, box, layout, options));
    if (options.target === true && box.width >= leastOutlined) {
      marks.push(...targetOutline(colours, panel.tokens, panel.order, box, layout.cell));
    }
    marks.push({ kind: 'rect', ...outset(box), stroke: colours.lineStrong, strokeWidth: 1 });
  });
  return { width: layout.width, height: layout.height, background: colours.surface, marks, description };
}

interface KnownLevels {
  readonly order: ThumbPanel['order'];
  readonly scale: string;
  readonly cellsAPixel: number;
  readonly levels: MapLevels;
}
/** By where a matrix lies in the values of its bundle: a grid is planned anew when one panel changes, or its place. */
const knownLevels = new WeakMap<ArrayBufferLike, Map<number, KnownLevels>>();

function thumbLevels({ values, order, scale: of }: ThumbPanel, cellsAPixel: number): MapLevels {
  const make = (): MapLevels => reducedLevels(values, order, of, cellsAPixel);
  if (!(values instanceof Float32Array)) return make();
  const scale = `${of.kind} ${of.low ?? 0} ${of.max} ${of.signed}`;
  const places = knownLevels.get(values.buffer) ?? new Map<number, KnownLevels>();
  const found = places.get(values.byteOffset);
  if (found?.order === order && found.scale === scale && found.cellsAPixel === cellsAPixel)
    return found.levels;
  const levels = make();
  knownLevels.set(values.buffer, places.set(values.byteOffset, { order, scale, cellsAPixel, levels }));
  return levels;
}

function panelCells(
  panel: ThumbPanel,
  box: Box,
  { cell, fill }: ThumbGridLayout,
  { theme }: ThumbGridOptions,
): Mark {
  // A file keeps every cell: it may be enlarged.
  const cellsAPixel = cell < 1 && !fill ? Math.round(1 / cell) : 1;
  const { rows, columns, levels } = thumbLevels(panel, cellsAPixel);
  return { kind: 'cells', ...box, rows, columns, levels, palette: scalePalette(theme, panel.scale) };
}

function rowLabel(
  colours: ThemeColours,
  { left, top, pitchY, indent }: ThumbGridLayout,
  { text, colour }: ThumbLabel,
  row: number,
): Mark[] {
  const y = top + (row + 0.5) * pitchY - 4;
  const start = indent + (colour === undefined ? 0 : 12);
  return [
    ...patch(colour, indent, y - 4),
    {
      kind: 'text',
      x: start,
      y: middleBaseline(y, thumbLabelStyle.size),
      text: fitText(text, left - 6 - start, thumbLabelStyle),
      fill: colours.ink2,
      ...thumbLabelStyle,
    },
  ];
}

function columnLabel(
  colours: ThemeColours,
  { left, top, pitchX }: ThumbGridLayout,
  { text, colour }: ThumbLabel,
  column: number,
): Mark[] {
  const x = left + column * pitchX;
  const start = x + (colour === undefined ? 0 : 12);
  return [
    ...patch(colour, x, top - 15),
    {
      kind: 'text',
      x: start,
      y: top - 7,
      text: fitText(text, x + pitchX - 4 - start, thumbLabelStyle),
      fill: colours.ink2,
      ...thumbLabelStyle,
    },
  ];
}

function patch(colour: string | undefined, x: number, y: number): Mark[] {
  return colour === undefined ? [] : [{ kind: 'rect', x, y, width: 8, height: 8, radius: 2, fill: colour }];
}

export interface ThumbGridPointed {
  /** The panel that is looked at. */
  readonly selected: number | null;
  /** The panel under the pointer. */
  readonly over: number | null;
  /** Crossed in every panel at once. */
  readonly crossed: { readonly key: number | null; readonly query: number | null } | null;
  readonly pinned: Cell | null;
}

/** What lies above the panels: frames of those at hand, the crosshair and the pinned cell in all of them. */
export function thumbGridOverlay(
  grid: ThumbGrid,
  options: ThumbGridOptions,
  layout: ThumbGridLayout,
  { selected, over, crossed, pinned }: ThumbGridPointed,
): Mark[] {
  const colours = themes[options.theme];
  const [lines, halos, squares]: [Float64Array[], Mark[], Mark[]] = [[], [], []];
  grid.panels.forEach((panel, index) => {
    if (panel === null) return;
    const box = thumbBox(grid, layout, index);
    const places = placesOf(panel);
    if (crossed !== null) lines.push(...crossLines(places, box, layout.cell, crossed));
    if (pinned !== null) {
      const size = Math.max(2, layout.cell);
      const square = outset({
        x: box.x + (places.queries[pinned.query] ?? 0) * layout.cell,
        y: box.y + (places.keys[pinned.key] ?? 0) * layout.cell,
        width: size,
        height: size,
      });
      halos.push({ kind: 'rect', ...square, stroke: colours.overlayHalo, strokeWidth: 3 });
      squares.push({ kind: 'rect', ...square, stroke: colours.overlayInk, strokeWidth: 1.2 });
    }
  });
  const frame = (index: number, strokeWidth: number): Mark[] => {
    const { x, y, width, height } = thumbBox(grid, layout, index);
    const around = { x: x - 2, y: y - 2, width: width + 4, height: height + 4 };
    return [{ kind: 'rect', ...around, stroke: colours.accent, strokeWidth }];
  };
  return [
    { kind: 'path', lines, stroke: colours.overlayInk, strokeWidth: 1, opacity: 0.4, crisp: true },
    ...halos,
    ...squares,
    ...(selected === null ? [] : frame(selected, 2.5)),
    ...(over === null || over === selected ? [] : frame(over, 1)),
  ];
}

interface Places {
  readonly keys: Int32Array;
  readonly queries: Int32Array;
}

const known = new WeakMap<object, Places>();
/** Row of each key and column of each query; panels mostly share one order. */
function placesOf({ order }: ThumbPanel): Places {
  const before = known.get(order);
  if (before !== undefined) return before;
  const invert = (list: Int32Array): Int32Array => {
    const places = new Int32Array(list.length);
    list.forEach((index, place) => (places[index] = place));
    return places;
  };
  const places = { keys: invert(order.keys), queries: invert(order.queries) };
  known.set(order, places);
  return places;
}

function crossLines(
  places: Places,
  box: Box,
  cell: number,
  { key, query }: { readonly key: number | null; readonly query: number | null },
): Float64Array[] {
  const lines: Float64Array[] = [];
  const middle = (place: number | undefined): number => Math.floor(((place ?? 0) + 0.5) * cell) + 0.5;
  if (key !== null) {
    const y = box.y + middle(places.keys[key]);
    lines.push(lineThrough(box.x, y, box.x + box.width, y));
  }
  if (query !== null) {
    const x = box.x + middle(places.queries[query]);
    lines.push(lineThrough(x, box.y, x, box.y + box.height));
  }
  return lines;
}
