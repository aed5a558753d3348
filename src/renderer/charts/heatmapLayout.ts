import type { AttentionBundle } from '../../shared/attention.ts';
import type { Theme } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import type { ValueScale } from '../../shared/scales.ts';
import type { ClassRun } from './classStrips.ts';
import { classLegend, classRuns, namesFit, shortClassNames, stripThickness } from './classStrips.ts';
import { barThickness, colourBarWidth } from './colourBar.ts';
import type { Box } from './plan.ts';
import { contains, textSizes } from './plan.ts';
import { textWidth } from './textWidth.ts';
import { chartWords, fill, type ChartWords } from './words.ts';

/** What a map needs to know of its documents. */
export type HeatmapTokens = Pick<
  AttentionBundle,
  'keys' | 'queries' | 'keyTokens' | 'queryTokens' | 'groups'
>;

/** A key and a query by their index in the bundle, whatever the order on screen. */
export interface Cell {
  readonly key: number;
  readonly query: number;
}

export interface HeatmapOptions {
  readonly theme: Theme;
  /** Room for the whole plan, in px; cells are the largest whole number of pixels that fits, at least 1. */
  readonly width: number;
  readonly height?: number;
  readonly scale: ValueScale;
  readonly order: TokenOrder;
  readonly title?: string;
  /** Grey words after the title. */
  readonly subtitle?: string;
  /** What the values are, over the colour bar. */
  readonly valueName?: string;
  /** Outlines key and query of one class. */
  readonly target?: boolean;
  /** One value a query in the bundle's order, −1 to 1, drawn as bars under the map. */
  readonly cosines?: ArrayLike<number> | null;
  readonly pinned?: Cell | null;
  readonly hovered?: Cell | null;
  /** A thumbnail has a map, strips and a title only. */
  readonly thumbnail?: boolean;
  /** Empty px round the drawing. */
  readonly padding?: number;
  /** In another language than English. */
  readonly words?: ChartWords;
  /** Where the colour bar stands; default right. */
  readonly bar?: 'right' | 'below' | 'none';
  /** False leaves out the names of classes that do not fit over the map. */
  readonly legend?: boolean;
  /** Cells fill the room, however many px that makes of one: for print, which knows no whole pixels. */
  readonly fill?: boolean;
}

export interface HeatmapLayout {
  readonly width: number;
  readonly height: number;
  readonly padding: number;
  /** Side of a cell in px; whole unless the map fills its room. */
  readonly cell: number;
  readonly map: Box;
  readonly keyRuns: readonly ClassRun[];
  readonly queryRuns: readonly ClassRun[];
  readonly names: readonly string[];
  /** Names stand over the strip if all fit, else below the map. */
  readonly namesOver: boolean;
  readonly legendGroups: readonly number[];
  readonly legendTop: number;
  readonly colourBar: Box | null;
  readonly cosines: Box | null;
  readonly titleBaseline: number;
}

const largestCell = 120;
const titleHeight = 26;
const nameHeight = 15;
export const stripGap = stripThickness + 4;
const axisTitle = 16;
const barGap = 20;
export const cosineHeight = 24;

export function heatmapLayout(tokens: HeatmapTokens, options: HeatmapOptions): HeatmapLayout {
  const { keys, queries, groups } = tokens;
  const { order, thumbnail = false, padding = 0, legend: mayLegend = true } = options;
  const bar = thumbnail ? 'none' : (options.bar ?? 'right');
  const isFilled = options.fill === true;
  const whole = isFilled ? (size: number): number => size : Math.floor;
  const keyRuns = classRuns(order.keys, tokens.keyTokens);
  const queryRuns = classRuns(order.queries, tokens.queryTokens);
  const legendGroups = [...new Set([...queryRuns, ...keyRuns].map(({ group }) => group))]
    .filter((group) => group >= 0)
    .sort((a, b) => a - b);
  const hasClasses = legendGroups.length > 0;

  const strip = hasClasses ? stripGap : 0;
  const left = padding + (thumbnail ? 0 : axisTitle) + strip;
  const right = padding + (bar === 'right' ? barGap + barRoom(options) : 1);
  const top =
    padding +
    (options.title === undefined ? 1 : titleHeight) +
    (thumbnail ? 0 : hasClasses ? nameHeight : nameHeight + 8) +
    strip;
  const hasCosines = !thumbnail && options.cosines !== undefined && options.cosines !== null;
  const belowMap = (thumbnail ? 1 : axisTitle) + (hasCosines ? cosineHeight + 8 : 0);
  const below = belowMap + (bar === 'below' ? barBelow : 0);

  const names = shortClassNames(groups);
  const across = whole((options.width - left - right) / queries);
  const cellAbove = (legend: number): number => {
    const down =
      options.height === undefined
        ? largestCell
        : whole((options.height - top - below - legend - padding) / keys);
    return Math.max(isFilled ? 0.1 : 1, Math.min(across, down, largestCell));
  };
  // A legend costs height, which can only make cells smaller and names fit less: decided once.
  const namesOver = !thumbnail && namesFit(queryRuns, cellAbove(0), names);
  const hasLegend = mayLegend && !thumbnail && hasClasses && !namesOver;
  const legendRoom = { x: 0, y: 0, width: options.width - left - padding };
  const legendHeight = hasLegend
    ? classLegend(options.theme, legendGroups, groups, legendRoom).height + 4
    : 0;
  const cell = cellAbove(legendHeight);
  const map: Box = { x: left, y: top, width: queries * cell, height: keys * cell };
  const mapEnd = map.y + map.height;
  const legendTop = mapEnd + below + 4;
  return {
    width: thumbnail ? left + map.width + right : Math.max(options.width, left + map.width + right),
    height: mapEnd + below + legendHeight + padding,
    padding,
    cell,
    map,
    keyRuns,
    queryRuns,
    names,
    namesOver,
    legendGroups: hasLegend ? legendGroups : [],
    legendTop,
    colourBar: barBox(bar, map, mapEnd + belowMap),
    cosines: hasCosines ? { x: map.x, y: mapEnd + 8, width: map.width, height: cosineHeight } : null,
    titleBaseline: padding + 13,
  };
}

/** Words, bar and numbers of a bar below the map. */
const barBelow = 48;

function barBox(bar: 'right' | 'below' | 'none', map: Box, below: number): Box | null {
  if (bar === 'none') return null;
  if (bar === 'below') return { x: map.x, y: below + 16, width: map.width, height: barThickness };
  return { x: map.x + map.width + barGap, y: map.y, width: barThickness, height: map.height };
}

/** The two lines over the colour bar: what the values are, and how they are scaled. */
export function barCaptions({
  scale,
  words = chartWords,
  valueName = words.attention,
}: HeatmapOptions): readonly [string, string] {
  const kind = words[scale.kind];
  return [valueName, scale.locked ? kind : fill(words.ownScale, { scale: kind })];
}

/** Width of the bar with its numbers and words. A taller bar has longer numbers: reckoned for a tall one. */
function barRoom(options: HeatmapOptions): number {
  const { words = chartWords, cosines = null } = options;
  const besideBars = cosines === null ? [] : [words.cosineOf, words.eachQuery];
  const captions = [...barCaptions(options), ...besideBars].map((text) =>
    textWidth(text, { size: textSizes.xxs }),
  );
  return Math.ceil(Math.max(colourBarWidth(options.scale, 1000), ...captions));
}

/** The cell under a pixel of the plan, or null outside the map. */
export function heatmapCellAt(layout: HeatmapLayout, order: TokenOrder, x: number, y: number): Cell | null {
  const { map, cell } = layout;
  if (!contains(map, x, y)) return null;
  const key = order.keys[Math.floor((y - map.y) / cell)];
  const query = order.queries[Math.floor((x - map.x) / cell)];
  return key === undefined || query === undefined ? null : { key, query };
}

/** Where a cell stands in the plan. */
export function heatmapCellBox(layout: HeatmapLayout, order: TokenOrder, { key, query }: Cell): Box {
  const { map, cell } = layout;
  return {
    x: map.x + order.queries.indexOf(query) * cell,
    y: map.y + order.keys.indexOf(key) * cell,
    width: cell,
    height: cell,
  };
}
