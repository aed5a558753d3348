import { rampTable, themes, type Theme } from '../../shared/colours.ts';
import {
  formatTick,
  scalePosition,
  scaleTicks,
  type NumberStyle,
  type ValueScale,
} from '../../shared/scales.ts';
import { colourBarAcross, outset, paletteLevel } from './colourBar.ts';
import { middleBaseline, textSizes, type Box, type Mark, type Plan } from './plan.ts';
import { textWidth } from './textWidth.ts';
import { chartWords, fill, type ChartWords } from './words.ts';

const barTop = 34;
const barWidth = 12;
const gap = 4;
const labelLeft = 2 * barWidth + gap + 5;
const labelRoom = 40;

/** What stands over the bar: of the maps, and of their difference; empty where there is none. */
export interface SharedBarWords {
  readonly numbers?: NumberStyle;
  readonly maps: string;
  readonly difference: string;
}

export function sharedBarWidth(words: SharedBarWords): number {
  const texts = [words.maps, words.difference].map((text) => textWidth(text, { size: textSizes.xxs }));
  return Math.ceil(Math.max(labelLeft + labelRoom, ...texts));
}

/**
 * One bar for maps and their difference: left the sequential map, right − (orange) and + (purple) of the diverging
 * one, all on one axis of magnitude, ticks at values. Without a word for a difference the first of them alone.
 */
export function sharedBarMarks(
  theme: Theme,
  scale: ValueScale,
  height: number,
  words: SharedBarWords,
): Mark[] {
  const colours = themes[theme];
  const rows = Math.max(2, Math.round(height));
  const share = (row: number): number => 1 - row / (rows - 1);
  const column = (place: (share: number) => number): Uint8Array =>
    Uint8Array.from({ length: rows }, (_, row) => paletteLevel(place(share(row))));
  const bar = (
    x: number,
    width: number,
    kind: 'sequential' | 'diverging',
    place: (share: number) => number,
  ): Mark => ({
    kind: 'cells',
    x,
    y: barTop,
    width,
    height: rows,
    columns: 1,
    rows,
    levels: column(place),
    palette: rampTable(theme, kind),
  });
  const frame = (x: number): Mark => ({
    kind: 'rect',
    ...outset({ x, y: barTop, width: barWidth, height: rows }),
    stroke: colours.lineStrong,
    strokeWidth: 1,
  });
  const second = barWidth + gap;
  const hasDifference = words.difference !== '';
  const ticks = scaleTicks({ ...scale, signed: false }, Math.min(0.5, 26 / rows));
  const text = { kind: 'text', x: 0, size: textSizes.xxs, fill: colours.ink3 } as const;
  return [
    { ...text, y: hasDifference ? 10 : 22, text: words.maps },
    ...(hasDifference ? [{ ...text, y: 22, text: words.difference } as const] : []),
    bar(0, barWidth, 'sequential', (at) => at),
    frame(0),
    ...(hasDifference
      ? [
          bar(second, barWidth / 2, 'diverging', (at) => 0.5 - at / 2),
          bar(second + barWidth / 2, barWidth / 2, 'diverging', (at) => 0.5 + at / 2),
          frame(second),
        ]
      : []),
    ...ticks.map((tick): Mark => ({
      kind: 'text',
      x: hasDifference ? labelLeft : barWidth + 5,
      y: middleBaseline(
        barTop + (1 - scalePosition({ ...scale, signed: false }, tick)) * rows,
        textSizes.xxs,
      ),
      text: formatTick(tick, words.numbers),
      size: textSizes.xxs,
      family: 'num',
      fill: colours.ink3,
    })),
  ];
}

/** Words, bar and numbers of the bar below maps. */
export const sharedBarAcrossHeight = 52;

/** The same lying below the maps: the sequential map, and beside it the diverging one where there is a difference. */
export function sharedBarAcross(
  theme: Theme,
  scale: ValueScale,
  { x, width }: Pick<Box, 'x' | 'width'>,
  words: SharedBarWords,
): Mark[] {
  const { ink3 } = themes[theme];
  const hasDifference = words.difference !== '';
  const each = Math.min(260, hasDifference ? (width - 28) / 2 : width);
  const one = (left: number, text: string, signed: boolean): Mark[] => [
    { kind: 'text', x: left, y: 12, text, size: textSizes.xxs, fill: ink3 },
    ...colourBarAcross(
      theme,
      { ...scale, signed },
      { x: left, y: 18, width: each, height: barWidth },
      words.numbers,
    ),
  ];
  return [...one(x, words.maps, false), ...(hasDifference ? one(x + each + 28, words.difference, true) : [])];
}

/** The bar by itself, beside maps that are drawn one by one. */
export function sharedBarPlan(
  theme: Theme,
  scale: ValueScale,
  height: number,
  words: ChartWords = chartWords,
): Plan {
  const rows = Math.max(2, Math.round(height));
  const bar = { maps: words.barOf, difference: words.barOfDifference, numbers: words };
  return {
    width: labelLeft + labelRoom,
    height: barTop + rows + 6,
    background: themes[theme].surface,
    description: fill(words.barIs, { high: formatTick(scale.max, words), scale: words[scale.kind] }),
    marks: sharedBarMarks(theme, scale, height, bar),
  };
}
