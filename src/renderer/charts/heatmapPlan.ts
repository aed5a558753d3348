import type { ThemeColours } from '../../shared/colours.ts';
import { themes } from '../../shared/colours.ts';
import { formatNumber, formatTick, scaleLow, scalePosition } from '../../shared/scales.ts';
import { classLegend, classNames, classStrip } from './classStrips.ts';
import { colourBar, colourBarAcross, outset, paletteLevel, scalePalette } from './colourBar.ts';
import type { Cell, HeatmapLayout, HeatmapOptions, HeatmapTokens } from './heatmapLayout.ts';
import { barCaptions, heatmapCellBox, heatmapLayout, stripGap } from './heatmapLayout.ts';
import type { Mark, Plan } from './plan.ts';
import { lineThrough, textSizes } from './plan.ts';
import { classBorders } from './classBorders.ts';
import { targetOutline } from './targetOutline.ts';
import { fitText, textWidth } from './textWidth.ts';
import { chartWords, fill, type ChartWords } from './words.ts';

export interface HeatmapPlan extends Plan {
  readonly layout: HeatmapLayout;
}

/**
 * An attention map: rows are keys, columns are queries. `values` is one head or a mean over heads,
 * [keys, queries] row-major; values beyond the scale take its last colour.
 */
export function heatmapPlan(
  tokens: HeatmapTokens,
  values: ArrayLike<number>,
  options: HeatmapOptions,
): HeatmapPlan {
  const colours = themes[options.theme];
  const layout = heatmapLayout(tokens, options);
  const { map } = layout;
  const marks: Mark[] = [
    ...titleMarks(colours, layout, options),
    ...stripMarks(colours, layout, options, tokens.groups),
    cellsMark(tokens, values, layout, options),
    ...(options.target === true ? targetOutline : classBorders)(
      colours,
      tokens,
      options.order,
      map,
      layout.cell,
    ),
    { kind: 'rect', ...outset(map), stroke: colours.lineStrong, strokeWidth: 1 },
    ...axisMarks(colours, layout, options),
    ...barMarks(colours, layout, options),
    ...cosineMarks(colours, layout, options),
    ...heatmapOverlay(layout, options),
  ];
  return {
    width: layout.width,
    height: layout.height,
    background: colours.surface,
    marks,
    description: describeHeatmap(tokens, options),
    layout,
  };
}

/** Crosshair and pinned cell alone, for a layer above the map. */
export function heatmapOverlay(
  layout: HeatmapLayout,
  { theme, order, hovered, pinned }: HeatmapOptions,
): Mark[] {
  const colours = themes[theme];
  const marks: Mark[] = [];
  const crossed = hovered ?? pinned ?? null;
  if (crossed !== null) marks.push(crosshair(colours, layout, heatmapCellBox(layout, order, crossed)));
  if (pinned !== null && pinned !== undefined) {
    const box = outset(heatmapCellBox(layout, order, pinned));
    marks.push(
      { kind: 'rect', ...box, stroke: colours.overlayHalo, strokeWidth: 3.5 },
      { kind: 'rect', ...box, stroke: colours.overlayInk, strokeWidth: 1.5 },
    );
  }
  return marks;
}

function crosshair(
  colours: ThemeColours,
  { map }: HeatmapLayout,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Mark {
  const x = Math.floor(box.x + box.width / 2) + 0.5;
  const y = Math.floor(box.y + box.height / 2) + 0.5;
  return {
    kind: 'path',
    lines: [
      lineThrough(map.x, y, box.x, y),
      lineThrough(box.x + box.width, y, map.x + map.width, y),
      lineThrough(x, map.y, x, box.y),
      lineThrough(x, box.y + box.height, x, map.y + map.height),
    ],
    stroke: colours.overlayInk,
    strokeWidth: 1,
    opacity: 0.55,
    crisp: true,
  };
}

function titleMarks(
  colours: ThemeColours,
  { titleBaseline: y, map, width, padding }: HeatmapLayout,
  { title, subtitle, thumbnail = false }: HeatmapOptions,
): Mark[] {
  if (title === undefined) return [];
  const style = thumbnail
    ? ({ size: textSizes.xs, weight: 500 } as const)
    : ({ size: textSizes.md, weight: 500 } as const);
  const room = width - padding - map.x;
  const text = fitText(title, room, style);
  const marks: Mark[] = [{ kind: 'text', x: map.x, y, text, fill: colours.ink, ...style }];
  const x = map.x + textWidth(text, style) + 12;
  const rest = fitText(subtitle ?? '', width - padding - x, { size: textSizes.sm });
  if (rest !== '') {
    marks.push({ kind: 'text', x, y, text: rest, fill: colours.ink3, size: textSizes.sm });
  }
  return marks;
}

function stripMarks(
  colours: ThemeColours,
  layout: HeatmapLayout,
  { theme }: HeatmapOptions,
  groups: readonly string[],
): Mark[] {
  const { map, cell, queryRuns, keyRuns, names, namesOver, legendGroups, legendTop, width, padding } = layout;
  const top = map.y - stripGap;
  const room = { x: map.x, y: legendTop, width: width - map.x - padding };
  return [
    ...classStrip(theme, queryRuns, cell, { axis: 'x', along: map.x, across: top }),
    ...classStrip(theme, keyRuns, cell, { axis: 'y', along: map.y, across: map.x - stripGap }),
    ...(namesOver ? classNames(colours, queryRuns, cell, names, map.x, top - 5) : []),
    ...classLegend(theme, legendGroups, groups, room).marks,
  ];
}

function cellsMark(
  tokens: HeatmapTokens,
  values: ArrayLike<number>,
  { map }: HeatmapLayout,
  { theme, scale, order }: HeatmapOptions,
): Mark {
  const { keys, queries } = tokens;
  const levels = new Uint8Array(keys * queries);
  for (let row = 0; row < keys; row += 1) {
    const start = order.keys[row]! * queries;
    for (let column = 0; column < queries; column += 1) {
      const value = values[start + order.queries[column]!]!;
      levels[row * queries + column] = paletteLevel(scalePosition(scale, value));
    }
  }
  const palette = scalePalette(theme, scale);
  return { kind: 'cells', ...map, columns: queries, rows: keys, levels, palette };
}

function axisMarks(
  colours: ThemeColours,
  layout: HeatmapLayout,
  { thumbnail = false, words = chartWords }: HeatmapOptions,
): Mark[] {
  if (thumbnail) return [];
  const { map, cosines } = layout;
  // Without room beside the bars, their name goes below them.
  const queries = cosines === null || isBeside(layout) ? words.queries : words.queriesAndBars;
  const style = { size: textSizes.xs, fill: colours.ink3, anchor: 'middle' } as const;
  const end = cosines === null ? map.y + map.height : cosines.y + cosines.height;
  return [
    { kind: 'text', x: map.x + map.width / 2, y: end + 13, text: queries, ...style },
    {
      kind: 'text',
      x: map.x - stripGap - 6,
      y: map.y + map.height / 2,
      text: words.keys,
      rotate: -90,
      ...style,
    },
  ];
}

/** The bar stands at the right of the map, not below it. */
const isBeside = ({ colourBar, map }: HeatmapLayout): boolean => colourBar !== null && colourBar.x > map.x;

function barMarks(colours: ThemeColours, layout: HeatmapLayout, options: HeatmapOptions): Mark[] {
  const box = layout.colourBar;
  if (box === null) return [];
  const { scale, theme, words } = options;
  const [values, scaling] = barCaptions(options);
  const style = { kind: 'text', x: box.x, size: textSizes.xxs } as const;
  const ink = scale.locked ? colours.ink3 : colours.warn;
  if (!isBeside(layout)) {
    const text = fitText(`${values}, ${scaling}`, box.width, { size: textSizes.xxs });
    return [{ ...style, y: box.y - 5, text, fill: ink }, ...colourBarAcross(theme, scale, box, words)];
  }
  return [
    { ...style, y: box.y - 20, text: values, fill: colours.ink3 },
    { ...style, y: box.y - 7, text: scaling, fill: ink },
    ...colourBar(theme, scale, box, words),
  ];
}

/** Each query's cosine from zero upwards; where some are negative, from a zero in the middle. */
function cosineMarks(
  colours: ThemeColours,
  layout: HeatmapLayout,
  { cosines, order, pinned, words = chartWords }: HeatmapOptions,
): Mark[] {
  const { cosines: box, cell, colourBar: bar } = layout;
  if (box === null || cosines === null || cosines === undefined) return [];
  const signed = Array.from(cosines).some((cosine) => cosine < 0);
  const zero = signed ? box.y + box.height / 2 : box.y + box.height;
  const unit = signed ? box.height / 2 : box.height;
  const marks: Mark[] = Array.from(order.queries, (query, column) => {
    const length = Math.min(1, Math.abs(cosines[query]!)) * unit;
    return {
      kind: 'rect',
      x: box.x + column * cell,
      y: cosines[query]! < 0 ? zero : zero - length,
      width: cell > 2 ? cell - 1 : cell,
      height: length,
      fill: pinned?.query === query ? colours.ink : colours.control,
    };
  });
  marks.push({
    kind: 'path',
    lines: [lineThrough(box.x, Math.round(zero) + 0.5, box.x + box.width, Math.round(zero) + 0.5)],
    stroke: colours.lineStrong,
    strokeWidth: 1,
    crisp: true,
  });
  if (bar === null || !isBeside(layout)) return marks;
  const style = { kind: 'text', x: bar.x, size: textSizes.xxs, fill: colours.ink3 } as const;
  marks.push(
    { ...style, y: box.y + 10, text: words.cosineOf },
    { ...style, y: box.y + 22, text: words.eachQuery },
  );
  return marks;
}

function describeHeatmap(
  tokens: HeatmapTokens,
  { title, order, scale, words = chartWords }: HeatmapOptions,
): string {
  const orders = { given: words.asGiven, class: words.byClass, similarity: words.bySimilarity } as const;
  return fill(words.mapIs, {
    title: title ?? words.attentionMap,
    keys: tokens.keys,
    queries: tokens.queries,
    order: orders[order.kind],
    low: formatTick(scaleLow(scale), words),
    high: formatTick(scale.max, words),
    scale: words[scale.kind],
  });
}

/** One cell in words, exact: "query rec.autos 2, key rec.autos 4: 0.4101". */
export function describeCell(
  tokens: HeatmapTokens,
  values: ArrayLike<number>,
  { key, query }: Cell,
  words: ChartWords = chartWords,
): string {
  return fill(words.cellIs, {
    query: tokens.queryTokens[query]?.label ?? words.unknown,
    key: tokens.keyTokens[key]?.label ?? words.unknown,
    value: formatNumber(values[key * tokens.queries + query] ?? Number.NaN, 4, words),
  });
}
