import { rampTable, themes, type Theme } from '../../shared/colours.ts';
import { formatTick, scalePosition, scaleTicks, type ValueScale } from '../../shared/scales.ts';
import { outset, paletteLevel } from './colourBar.ts';
import { middleBaseline, textSizes, type Mark, type Plan } from './plan.ts';

const barTop = 34;
const barWidth = 12;
const gap = 4;
const labelLeft = 2 * barWidth + gap + 5;

/**
 * One bar for maps and their difference: left the sequential map, right − (orange) and + (purple) of the diverging
 * one, all on one axis of magnitude, ticks at values.
 */
export function sharedBarPlan(theme: Theme, scale: ValueScale, height: number): Plan {
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
  const ticks = scaleTicks({ ...scale, signed: false }, Math.min(0.5, 26 / rows));
  const words = { kind: 'text', x: 0, size: textSizes.xxs, fill: colours.ink3 } as const;
  return {
    width: labelLeft + 40,
    height: barTop + rows + 6,
    background: colours.surface,
    description: `Colours from 0 to ${formatTick(scale.max)} on a ${scale.kind} scale; A − B: purple A more, orange B more.`,
    marks: [
      { ...words, y: 10, text: 'A, B and' },
      { ...words, y: 22, text: '±(A − B)' },
      bar(0, barWidth, 'sequential', (at) => at),
      frame(0),
      bar(second, barWidth / 2, 'diverging', (at) => 0.5 - at / 2),
      bar(second + barWidth / 2, barWidth / 2, 'diverging', (at) => 0.5 + at / 2),
      frame(second),
      ...ticks.map((tick): Mark => ({
        kind: 'text',
        x: labelLeft,
        y: middleBaseline(
          barTop + (1 - scalePosition({ ...scale, signed: false }, tick)) * rows,
          textSizes.xxs,
        ),
        text: formatTick(tick),
        size: textSizes.xxs,
        family: 'num',
        fill: colours.ink3,
      })),
    ],
  };
}
