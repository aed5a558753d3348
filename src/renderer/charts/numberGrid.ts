import { rampTable, themes, toHex, type Theme } from '../../shared/colours.ts';
import { scalePosition, type NumberStyle, type ValueScale } from '../../shared/scales.ts';
import { classPatch } from './classStrips.ts';
import {
  colourBar,
  colourBarAcross,
  colourBarWidth,
  outset,
  paletteLevel,
  scalePalette,
} from './colourBar.ts';
import { inkOn } from './contrast.ts';
import { contains, middleBaseline, textSizes, type Box, type Mark, type Plan } from './plan.ts';
import { fitText, textWidth } from './textWidth.ts';

/** A name beside a row or over a column; `group` puts a class's patch before it. */
export interface GridName {
  readonly text: string;
  readonly group?: number;
}

/** A small table of numbers drawn as colours: class by class, or measure by measure. */
export interface NumberGrid {
  readonly rows: readonly GridName[];
  readonly columns: readonly GridName[];
  /** [rows, columns]; NaN is left empty. */
  readonly values: ArrayLike<number>;
  readonly scale: ValueScale;
  /** A value as it is written into its cell. */
  readonly write: (value: number) => string;
}

export interface NumberGridOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** What rows and columns are, and the whole in a sentence. */
  readonly words: {
    readonly rows: string;
    readonly columns: string;
    readonly description: string;
    readonly numbers?: NumberStyle;
  };
  /** Over the colour bar; without it there is no bar: the grid stands beside another on the same scale. */
  readonly valueName?: string;
  /** Written in the colour of a warning under the bar's name: a scale that other panels do not share. */
  readonly ownScale?: string;
  /** Where the colour bar stands; default right. */
  readonly bar?: 'right' | 'below' | 'none';
}

export interface GridCell {
  readonly row: number;
  readonly column: number;
}

export interface NumberGridPlan extends Plan {
  readonly map: Box;
  readonly cell: { readonly width: number; readonly height: number };
}

const style = { size: textSizes.xs } as const;
const small = { size: textSizes.xxs } as const;
const patchRoom = 14;
const mostName = 150;
/** Room a written number needs on either side. */
const numberInset = 4;
const cellAspect = 0.62;
const largest = { width: 150, height: 92 } as const;

const nameWidth = ({ text, group }: GridName): number =>
  textWidth(text, style) + (group === undefined ? 0 : patchRoom);

/** Names left and above, colours in the cells, exact numbers over them where they fit. */
export function numberGrid(grid: NumberGrid, options: NumberGridOptions): NumberGridPlan {
  const { theme, width, height, words, valueName, bar: place = 'right' } = options;
  const { rows, columns, scale, values } = grid;
  const colours = themes[theme];
  const left = Math.min(mostName, Math.max(...rows.map(nameWidth))) + 10 + 16;
  const barRoom = valueName === undefined || place !== 'right' ? 2 : 22 + barWidth(options, scale, valueName);
  const across = (width - left - barRoom) / columns.length;
  const isUpright = columns.some((name) => nameWidth(name) > across - 4);
  const top = 18 + (isUpright ? Math.min(mostName, Math.max(...columns.map(nameWidth))) + 6 : 18);
  const cellWidth = Math.max(8, Math.min(largest.width, Math.floor(across)));
  const cellHeight = Math.max(
    8,
    Math.min(
      largest.height,
      Math.floor((height - top - 8) / rows.length),
      Math.max(16, Math.round(cellWidth * cellAspect)),
    ),
  );
  const map = { x: left, y: top, width: cellWidth * columns.length, height: cellHeight * rows.length };
  const palette = scalePalette(theme, scale);
  const levels = Uint8Array.from({ length: rows.length * columns.length }, (_, at) =>
    paletteLevel(scalePosition(scale, values[at] ?? Number.NaN)),
  );
  const marks: Mark[] = [
    { kind: 'cells', ...map, columns: columns.length, rows: rows.length, levels, palette },
    { kind: 'rect', ...outset(map), stroke: colours.lineStrong, strokeWidth: 1 },
    ...rows.flatMap((name, row) => rowName(theme, name, map, row, cellHeight)),
    ...columns.flatMap((name, column) => columnName(theme, name, map, column, cellWidth, isUpright)),
    ...numbers(grid, theme, map, cellWidth, cellHeight, levels),
    {
      kind: 'text',
      x: 11,
      y: map.y + map.height / 2,
      text: words.rows,
      fill: colours.ink3,
      rotate: -90,
      anchor: 'middle',
      ...style,
    },
    {
      kind: 'text',
      x: map.x + map.width / 2,
      y: 12,
      text: words.columns,
      fill: colours.ink3,
      anchor: 'middle',
      ...style,
    },
  ];
  const end = map.y + map.height;
  if (valueName !== undefined && place === 'right') marks.push(...bar(options, scale, valueName, map));
  if (valueName !== undefined && place === 'below') marks.push(...barBelow(options, scale, valueName, map));
  return {
    width,
    height:
      place === 'below' && valueName !== undefined
        ? end + barBelowHeight
        : Math.max(end + 8, valueName === undefined || place === 'none' ? 0 : map.y + 90),
    background: colours.surface,
    marks,
    description: words.description,
    map,
    cell: { width: cellWidth, height: cellHeight },
  };
}

/** The cell under a pixel of the plan, or null outside the grid. */
export function gridCellAt({ map, cell }: NumberGridPlan, x: number, y: number): GridCell | null {
  if (!contains(map, x, y)) return null;
  return { row: Math.floor((y - map.y) / cell.height), column: Math.floor((x - map.x) / cell.width) };
}

/** Frames round the chosen cell and the one under the pointer. */
export function numberGridOverlay(
  theme: Theme,
  { map, cell }: NumberGridPlan,
  chosen: GridCell | null,
  hovered: GridCell | null,
): Mark[] {
  const colours = themes[theme];
  const boxOf = ({ row, column }: GridCell): Box =>
    outset({
      x: map.x + column * cell.width,
      y: map.y + row * cell.height,
      width: cell.width,
      height: cell.height,
    });
  const marks: Mark[] = [];
  if (hovered !== null) {
    marks.push({ kind: 'rect', ...boxOf(hovered), stroke: colours.overlayInk, strokeWidth: 1 });
  }
  if (chosen !== null) {
    marks.push(
      { kind: 'rect', ...boxOf(chosen), stroke: colours.overlayHalo, strokeWidth: 3.5 },
      { kind: 'rect', ...boxOf(chosen), stroke: colours.overlayInk, strokeWidth: 1.5 },
    );
  }
  return marks;
}

function barWidth({ ownScale }: NumberGridOptions, scale: ValueScale, valueName: string): number {
  const words = [valueName, ownScale ?? ''].map((text) => textWidth(text, small));
  return Math.ceil(Math.max(colourBarWidth(scale, 1000), ...words));
}

function bar(
  { theme, ownScale, words: { numbers } }: NumberGridOptions,
  scale: ValueScale,
  valueName: string,
  map: Box,
): Mark[] {
  const colours = themes[theme];
  const box = { x: map.x + map.width + 20, y: map.y, width: 12, height: Math.max(80, map.height) };
  const words = { kind: 'text', x: box.x, ...small } as const;
  return [
    { ...words, y: box.y - (ownScale === undefined ? 8 : 20), text: valueName, fill: colours.ink3 },
    ...(ownScale === undefined
      ? []
      : [{ ...words, y: box.y - 8, text: ownScale, fill: colours.warn } as const]),
    ...colourBar(theme, scale, box, numbers),
  ];
}

const barBelowHeight = 58;

function barBelow(
  { theme, words: { numbers } }: NumberGridOptions,
  scale: ValueScale,
  valueName: string,
  map: Box,
): Mark[] {
  const box = { x: map.x, y: map.y + map.height + 26, width: Math.min(260, map.width), height: 12 };
  return [
    { kind: 'text', x: box.x, y: box.y - 6, ...small, text: valueName, fill: themes[theme].ink3 },
    ...colourBarAcross(theme, scale, box, numbers),
  ];
}

function rowName(theme: Theme, name: GridName, map: Box, row: number, height: number): Mark[] {
  const middle = map.y + (row + 0.5) * height;
  const text = fitText(name.text, mostName - (name.group === undefined ? 0 : patchRoom), style);
  const marks: Mark[] = [
    {
      kind: 'text',
      x: map.x - 8,
      y: middleBaseline(middle, style.size),
      text,
      fill: themes[theme].ink2,
      anchor: 'end',
      ...style,
    },
  ];
  if (name.group !== undefined) {
    const x = map.x - 8 - textWidth(text, style) - patchRoom;
    marks.push(...classPatch(theme, name.group, { x, y: middle - 4, width: 8, height: 8 }));
  }
  return marks;
}

function columnName(
  theme: Theme,
  name: GridName,
  map: Box,
  column: number,
  width: number,
  isUpright: boolean,
): Mark[] {
  const middle = map.x + (column + 0.5) * width;
  const room = isUpright ? mostName : width - 4;
  const text = fitText(name.text, room - (name.group === undefined ? 0 : patchRoom), style);
  const fill = themes[theme].ink2;
  const y = map.y - 8;
  const patch = (x: number, top: number): Mark[] =>
    name.group === undefined ? [] : classPatch(theme, name.group, { x, y: top, width: 8, height: 8 });
  if (isUpright) {
    const from = y - (name.group === undefined ? 0 : patchRoom);
    return [
      { kind: 'text', x: middle + 4, y: from, text, rotate: -90, fill, ...style },
      ...patch(middle - 4, y - 8),
    ];
  }
  const whole = textWidth(text, style) + (name.group === undefined ? 0 : patchRoom);
  const x = middle - whole / 2;
  return [
    { kind: 'text', x: x + (name.group === undefined ? 0 : patchRoom), y, text, fill, ...style },
    ...patch(x, y - 8),
  ];
}

/** Numbers over the colours, in whichever ink can be read there; none where they would not fit. */
function numbers(
  { rows, columns, values, write, scale }: NumberGrid,
  theme: Theme,
  map: Box,
  width: number,
  height: number,
  levels: Uint8Array,
): Mark[] {
  const texts = Array.from({ length: rows.length * columns.length }, (_, at) => {
    const value = values[at] ?? Number.NaN;
    return Number.isNaN(value) ? '' : write(value);
  });
  const font = { size: textSizes.xs, family: 'num' } as const;
  const widest = Math.max(...texts.map((text) => textWidth(text, font)));
  if (widest + 2 * numberInset > width || height < 14) return [];
  const table = rampTable(theme, scale.signed ? 'diverging' : 'sequential');
  return texts.map((text, at): Mark => {
    const level = (levels[at] ?? 0) * 3;
    const fill = inkOn(theme, toHex([table[level] ?? 0, table[level + 1] ?? 0, table[level + 2] ?? 0]));
    return {
      kind: 'text',
      x: map.x + ((at % columns.length) + 0.5) * width,
      y: middleBaseline(map.y + (Math.floor(at / columns.length) + 0.5) * height, font.size),
      text,
      fill,
      anchor: 'middle',
      ...font,
    };
  });
}
