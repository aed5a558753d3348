import type { SpreadKind } from '../../shared/comparison.ts';
import { runColour, themes, type Theme } from '../../shared/colours.ts';
import { formatNumber, formatTick, niceTicks } from '../../shared/scales.ts';
import { valueSpread, type ValueSpread } from '../../shared/spread.ts';
import { tickStyle, titleMark } from './parallelPlan.ts';
import type { Mark, Plan } from './plan.ts';
import { lineThrough, middleBaseline, textSizes } from './plan.ts';
import { fitText, textWidth } from './textWidth.ts';
import { chartWords, fill, type ChartWords } from './words.ts';

/** A run, or repeats of one: its name and the values of each metric, one a repeat. */
export interface BarGroup {
  readonly name: string;
  readonly colour: number;
  /** By metric, in the order of the metrics; a repeat without a test is left out. */
  readonly values: readonly (readonly number[])[];
}

export interface BarMetric {
  readonly title: string;
  readonly decimals: number;
  readonly better: 'lower' | 'higher' | 'neither';
  /** Untrained measures drawn as dotted lines through the bars. */
  readonly lines: readonly { readonly title: string; readonly value: number }[];
}

export interface BarsOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly spread: SpreadKind | null;
  readonly title?: string;
  readonly padding?: number;
  readonly words?: ChartWords;
}

const rowHeight = 22;
const barHeight = 11;
const headHeight = 40;
const footHeight = 30;
const panelGap = 22;
const leastPanel = 150;

/**
 * A panel a metric, a bar a group from zero to its mean, with its spread as a whisker and its repeats as ticks; all
 * panels share the rows. As high as it needs; panels that do not fit side by side stand below one another.
 */
export function barsPlan(
  groups: readonly BarGroup[],
  metrics: readonly BarMetric[],
  options: BarsOptions,
): Plan {
  const { theme, width, padding = 12, title, words = chartWords } = options;
  const colours = themes[theme];
  const nameStyle = { size: textSizes.xs, weight: 600 } as const;
  const longest = Math.max(40, ...groups.map(({ name }) => textWidth(name, nameStyle)));
  const nameRoom = Math.min(longest, width * 0.28) + 12;
  const room = width - 2 * padding - nameRoom;
  const columns = Math.max(
    1,
    Math.min(metrics.length, Math.floor((room + panelGap) / (leastPanel + panelGap))),
  );
  const panelWidth = (room - (columns - 1) * panelGap) / columns;
  const bandHeight = headHeight + groups.length * rowHeight + footHeight;
  const top = padding + (title === undefined ? 0 : 26);
  const marks: Mark[] = title === undefined ? [] : [titleMark(title, padding, width, colours.ink)];
  const said: string[][] = groups.map(() => []);

  metrics.forEach((metric, index) => {
    const band = Math.floor(index / columns);
    const x = padding + nameRoom + (index % columns) * (panelWidth + panelGap);
    const y = top + band * bandHeight;
    if (index % columns === 0) marks.push(...names(y + headHeight));
    const spreads = groups.map(({ values }) => valueSpread(values[index] ?? [], options.spread));
    spreads.forEach((spread, group) => {
      if (spread !== null) said[group]?.push(`${metric.title} ${written(spread, metric.decimals, words)}`);
    });
    marks.push(...panel(metric, index, spreads, { x, y }));
  });

  function names(y: number): Mark[] {
    return groups.map(({ name, colour }, row) => ({
      kind: 'text',
      x: padding + nameRoom - 10,
      y: middleBaseline(y + (row + 0.5) * rowHeight, nameStyle.size),
      text: fitText(name, nameRoom - 10, nameStyle),
      anchor: 'end',
      fill: runColour(theme, colour),
      ...nameStyle,
    }));
  }

  function panel(
    metric: BarMetric,
    index: number,
    spreads: readonly (ValueSpread | null)[],
    at: { readonly x: number; readonly y: number },
  ): Mark[] {
    const valueRoom = Math.max(
      0,
      ...spreads.map((spread) =>
        spread === null ? 0 : textWidth(written(spread, metric.decimals, words), tickStyle),
      ),
    );
    const width = Math.max(50, panelWidth - valueRoom - 10);
    const all = [
      0,
      ...spreads.flatMap((spread) => (spread === null ? [] : [spread.low, spread.high])),
      ...groups.flatMap(({ values }) => (values[index] ?? []).filter(Number.isFinite)),
      ...metric.lines.map(({ value }) => value),
    ];
    const [low, high] = [Math.min(...all), Math.max(...all, Math.min(...all) + 1e-9)];
    const toX = (value: number): number => at.x + ((value - low) / (high - low)) * width;
    const rowsTop = at.y + headHeight;
    const rowsEnd = rowsTop + groups.length * rowHeight;
    const better = metric.better === 'neither' ? '' : words[`${metric.better}Better`];
    const head = { size: textSizes.xs, weight: 600 } as const;
    const ticks = niceTicks(low, high, width < 140 ? 2 : 4);
    return [
      {
        kind: 'text',
        x: at.x,
        y: at.y + 14,
        text: fitText(metric.title, panelWidth, head),
        fill: colours.ink,
        ...head,
      },
      {
        kind: 'text',
        x: at.x,
        y: at.y + 29,
        text: fitText(better, panelWidth, { size: textSizes.xxs }),
        fill: colours.ink3,
        size: textSizes.xxs,
      },
      ...ticks.flatMap((tick): Mark[] => [
        vertical(toX(tick), rowsTop - 2, rowsEnd, tick === 0 ? colours.lineStrong : colours.curveGrid),
        {
          kind: 'text',
          x: toX(tick),
          y: rowsEnd + 14,
          text: formatTick(tick, words),
          anchor: 'middle',
          fill: colours.ink3,
          ...tickStyle,
        },
      ]),
      ...spreads.flatMap((spread, row) =>
        bar(spread, groups[row], groups[row]?.values[index] ?? [], rowsTop + (row + 0.5) * rowHeight),
      ),
      ...metric.lines.map(({ value }): Mark => ({
        kind: 'path',
        lines: [lineThrough(toX(value), rowsTop - 2, toX(value), rowsEnd)],
        stroke: colours.ink3,
        strokeWidth: 1.4,
        dash: [1, 3],
      })),
    ];

    function bar(
      spread: ValueSpread | null,
      group: BarGroup | undefined,
      values: readonly number[],
      y: number,
    ): Mark[] {
      if (spread === null || group === undefined) return [];
      const [from, to] = [toX(Math.min(0, spread.mean)), toX(Math.max(0, spread.mean))];
      const ink = runColour(theme, group.colour);
      const dot = (value: number): Float64Array => lineThrough(toX(value), y - 7, toX(value), y - 4.5);
      const whisker = [toX(spread.low), toX(spread.high)] as const;
      const hasWhisker = spread.high > spread.low;
      return [
        {
          kind: 'rect',
          x: from,
          y: y - barHeight / 2,
          width: Math.max(1, to - from),
          height: barHeight,
          fill: ink,
          opacity: 0.72,
        },
        ...(values.length < 2
          ? []
          : [
              {
                kind: 'path' as const,
                lines: values.filter(Number.isFinite).map(dot),
                stroke: ink,
                strokeWidth: 1.5,
              },
            ]),
        ...(hasWhisker
          ? [
              {
                kind: 'path' as const,
                lines: [
                  lineThrough(whisker[0], y, whisker[1], y),
                  ...whisker.map((x) => lineThrough(x, y - 4, x, y + 4)),
                ],
                stroke: colours.ink,
                strokeWidth: 1.3,
              },
            ]
          : []),
        {
          kind: 'text',
          x: at.x + panelWidth,
          y: middleBaseline(y, tickStyle.size),
          text: written(spread, metric.decimals, words),
          anchor: 'end',
          fill: colours.ink,
          ...tickStyle,
        },
      ];
    }
  }

  return {
    width,
    height: top + Math.ceil(metrics.length / columns) * bandHeight + padding,
    background: colours.surface,
    marks,
    description: fill(words.barsIs, {
      metrics: metrics.map((metric) => metric.title).join(', '),
      rows: groups
        .map(({ name }, row) => fill(words.barIsOf, { name, values: said[row]?.join(', ') ?? '' }))
        .join('; '),
    }),
  };
}

function vertical(x: number, top: number, end: number, stroke: string): Mark {
  const at = Math.round(x) + 0.5;
  return { kind: 'path', lines: [lineThrough(at, top, at, end)], stroke, strokeWidth: 1, crisp: true };
}

/** "−0.3743 ± 0.0044"; of a range its ends, of one value itself. */
function written({ mean, half, low, high }: ValueSpread, decimals: number, words: ChartWords): string {
  const text = formatNumber(mean, decimals, words);
  if (half !== null) return `${text} ± ${formatNumber(half, decimals, words)}`;
  if (high === low) return text;
  return `${text} (${formatNumber(low, decimals, words)} … ${formatNumber(high, decimals, words)})`;
}
