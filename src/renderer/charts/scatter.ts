import { rampTable, themes, type Theme, type ThemeColours } from '../../shared/colours.ts';
import { formatTick, niceTicks, type NumberStyle } from '../../shared/scales.ts';
import { outset, paletteLevel } from './colourBar.ts';
import { lineThrough, middleBaseline, textSizes, type Box, type Mark, type Plan } from './plan.ts';
import { textWidth } from './textWidth.ts';

/** One value against another, point by point. */
export interface ScatterData {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Points that are filled; the others are rings. */
  readonly filled: readonly boolean[];
}

export interface ScatterOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** False leaves out what the dots are; default true. */
  readonly legend?: boolean;
  readonly words: {
    readonly numbers?: NumberStyle;
    readonly x: string;
    readonly y: string;
    readonly filled: string;
    readonly rings: string;
    /** Said where there are too many points to draw each: a square is darker the more lie in it. */
    readonly dense: string;
    readonly description: string;
  };
}

export interface ScatterPlan extends Plan {
  readonly frame: Box;
  /** Pixels of each point; NaN for a point that is no number. */
  readonly placeX: Float64Array;
  readonly placeY: Float64Array;
}

/** Above this many, squares are filled by how many points lie in them. */
export const mostPoints = 4000;
const radius = 3;
const square = 4;
const inset = 0.04;
/** A hand does not have to hit a point: the nearest within this many pixels is meant. */
const reach = 10;

export function scatter(data: ScatterData, options: ScatterOptions): ScatterPlan {
  const { theme, width, height, words } = options;
  const colours = themes[theme];
  const [xs, ys] = [extentOf(data.x), extentOf(data.y)];
  const number = { size: textSizes.xxs, family: 'num' } as const;
  const yTicks = niceTicks(ys.low, ys.high, Math.max(2, height / 60));
  const left = 18 + Math.ceil(Math.max(...yTicks.map((tick) => textWidth(formatTick(tick), number)))) + 6;
  const frame = {
    x: left,
    y: 24,
    width: Math.max(40, width - left - 8),
    height: Math.max(40, height - 24 - 36),
  };
  const xOf = (value: number): number => frame.x + ((value - xs.low) / (xs.high - xs.low)) * frame.width;
  const yOf = (value: number): number =>
    frame.y + frame.height - ((value - ys.low) / (ys.high - ys.low)) * frame.height;
  const placeX = Float64Array.from(data.x, xOf);
  const placeY = Float64Array.from(data.y, yOf);
  const isDense = data.x.length > mostPoints;
  const marks: Mark[] = [
    ...axes(colours, frame, niceTicks(xs.low, xs.high, Math.max(2, width / 80)), yTicks, xOf, yOf, words),
    { kind: 'rect', ...outset(frame), stroke: colours.lineStrong, strokeWidth: 1 },
    ...(isDense ? [density(theme, frame, placeX, placeY)] : points(colours, placeX, placeY, data.filled)),
    ...(options.legend === false ? [] : legend(colours, frame, isDense ? null : words, words.dense)),
  ];
  return {
    width,
    height,
    background: colours.surface,
    marks,
    description: words.description,
    frame,
    placeX,
    placeY,
  };
}

/** The point a pixel means, or null. */
export function scatterPointAt({ placeX, placeY }: ScatterPlan, x: number, y: number): number | null {
  let [best, nearest] = [-1, reach];
  for (let i = 0; i < placeX.length; i += 1) {
    const distance = Math.hypot((placeX[i] ?? Number.NaN) - x, (placeY[i] ?? Number.NaN) - y);
    if (distance < nearest) [best, nearest] = [i, distance];
  }
  return best < 0 ? null : best;
}

/** A ring round one point. */
export function scatterOverlay({ placeX, placeY }: ScatterPlan, theme: Theme, point: number | null): Mark[] {
  if (point === null || Number.isNaN(placeX[point] ?? Number.NaN)) return [];
  const colours = themes[theme];
  const r = radius + 3;
  const box = {
    x: (placeX[point] ?? 0) - r,
    y: (placeY[point] ?? 0) - r,
    width: 2 * r,
    height: 2 * r,
    radius: r,
  };
  return [
    { kind: 'rect', ...box, stroke: colours.overlayHalo, strokeWidth: 3.5 },
    { kind: 'rect', ...box, stroke: colours.overlayInk, strokeWidth: 1.5 },
  ];
}

/** Least and most of the numbers with some room beside them; a range of 1 where all are equal. */
function extentOf(values: ArrayLike<number>): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { low: 0, high: 1 };
  const room = high === low ? 0.5 : (high - low) * inset;
  return { low: low - room, high: high + room };
}

function axes(
  colours: ThemeColours,
  frame: Box,
  xTicks: readonly number[],
  yTicks: readonly number[],
  xOf: (value: number) => number,
  yOf: (value: number) => number,
  words: ScatterOptions['words'],
): Mark[] {
  const number = { kind: 'text', size: textSizes.xxs, family: 'num', fill: colours.ink3 } as const;
  const title = { kind: 'text', size: textSizes.xs, fill: colours.ink3, anchor: 'middle' } as const;
  const bottom = frame.y + frame.height;
  return [
    {
      kind: 'path',
      lines: yTicks.map((tick) => {
        const y = Math.round(yOf(tick)) + 0.5;
        return lineThrough(frame.x, y, frame.x + frame.width, y);
      }),
      stroke: colours.curveGrid,
      strokeWidth: 1,
      crisp: true,
    },
    ...yTicks.map((tick): Mark => ({
      ...number,
      x: frame.x - 5,
      y: middleBaseline(yOf(tick), number.size),
      text: formatTick(tick, words.numbers),
      anchor: 'end',
    })),
    ...xTicks.map((tick): Mark => ({
      ...number,
      x: xOf(tick),
      y: bottom + 14,
      text: formatTick(tick, words.numbers),
      anchor: 'middle',
    })),
    { ...title, x: frame.x + frame.width / 2, y: bottom + 30, text: words.x },
    { ...title, x: 10, y: frame.y + frame.height / 2, text: words.y, rotate: -90 },
  ];
}

function dot(colours: ThemeColours, x: number, y: number, isFilled: boolean): Mark {
  const r = isFilled ? radius : radius - 0.5;
  const box = { x: x - r, y: y - r, width: 2 * r, height: 2 * r, radius: r };
  return isFilled
    ? { kind: 'rect', ...box, fill: colours.ink, opacity: 0.8 }
    : { kind: 'rect', ...box, stroke: colours.control, strokeWidth: 1 };
}

/** Rings first: the filled ones are few and lie above. */
function points(
  colours: ThemeColours,
  placeX: Float64Array,
  placeY: Float64Array,
  filled: readonly boolean[],
): Mark[] {
  const at = (i: number): Mark[] => {
    const [x, y] = [placeX[i] ?? Number.NaN, placeY[i] ?? Number.NaN];
    return Number.isNaN(x) || Number.isNaN(y) ? [] : [dot(colours, x, y, filled[i] === true)];
  };
  const all = Array.from(placeX, (_, i) => i);
  return [...all.filter((i) => filled[i] !== true), ...all.filter((i) => filled[i] === true)].flatMap(at);
}

function density(theme: Theme, frame: Box, placeX: Float64Array, placeY: Float64Array): Mark {
  const columns = Math.max(1, Math.floor(frame.width / square));
  const rows = Math.max(1, Math.floor(frame.height / square));
  const counts = new Float64Array(columns * rows);
  for (let i = 0; i < placeX.length; i += 1) {
    const column = Math.floor(((placeX[i] ?? Number.NaN) - frame.x) / square);
    const row = Math.floor(((placeY[i] ?? Number.NaN) - frame.y) / square);
    if (!(column >= 0 && column < columns && row >= 0 && row < rows)) continue;
    counts[row * columns + column] = (counts[row * columns + column] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  return {
    kind: 'cells',
    x: frame.x,
    y: frame.y,
    width: columns * square,
    height: rows * square,
    columns,
    rows,
    levels: counts.reduce((levels, count, at) => {
      levels[at] = count === 0 ? 0 : paletteLevel(0.2 + 0.8 * Math.sqrt(count / most));
      return levels;
    }, new Uint8Array(counts.length)),
    palette: rampTable(theme, 'sequential'),
  };
}

function legend(
  colours: ThemeColours,
  frame: Box,
  words: { readonly filled: string; readonly rings: string } | null,
  dense: string,
): Mark[] {
  const style = { kind: 'text', y: 15, size: textSizes.xs, fill: colours.ink2 } as const;
  if (words === null) return [{ ...style, x: frame.x, text: dense }];
  const second = frame.x + 10 + textWidth(words.filled, { size: textSizes.xs }) + 24;
  return [
    dot(colours, frame.x + 4, 11, true),
    { ...style, x: frame.x + 12, text: words.filled },
    dot(colours, second, 11, false),
    { ...style, x: second + 8, text: words.rings },
  ];
}
