import type { Theme } from '../../shared/colours.ts';
import { rampLevels, rampTable, themes } from '../../shared/colours.ts';
import type { ValueScale } from '../../shared/scales.ts';
import { formatTick, plainNumbers, scalePosition, scaleTicks } from '../../shared/scales.ts';
import type { Box, Mark } from './plan.ts';
import { lineThrough, middleBaseline, textSizes } from './plan.ts';
import { textWidth } from './textWidth.ts';

export const barThickness = 12;
const tickStyle = { size: textSizes.xxs, family: 'num' } as const;
const tickGap = 5;

/** The map a scale is drawn in. */
export function scalePalette(theme: Theme, scale: ValueScale): Uint8Array {
  return rampTable(theme, scale.signed ? 'diverging' : 'sequential');
}

/** Index into the palette of a position 0 to 1. */
export function paletteLevel(position: number): number {
  return Math.round(position * (rampLevels - 1));
}

/** Width of the bar with the numbers beside it. */
export function colourBarWidth(scale: ValueScale, height: number): number {
  const widths = barTicks(scale, height).map((tick) => textWidth(formatTick(tick), tickStyle));
  return barThickness + tickGap + Math.ceil(Math.max(...widths));
}

/** A vertical bar, the maximum at the top, with ticks at values. */
export function colourBar(theme: Theme, scale: ValueScale, box: Box, numbers = plainNumbers): Mark[] {
  const colours = themes[theme];
  const rows = Math.max(1, Math.round(box.height));
  const levels = Uint8Array.from({ length: rows }, (_, row) =>
    paletteLevel(rows === 1 ? 1 : 1 - row / (rows - 1)),
  );
  const marks: Mark[] = [
    { kind: 'cells', ...box, columns: 1, rows, levels, palette: scalePalette(theme, scale) },
    { kind: 'rect', ...outset(box), stroke: colours.lineStrong, strokeWidth: 1 },
  ];
  for (const tick of barTicks(scale, box.height)) {
    const y = box.y + (1 - scalePosition(scale, tick)) * box.height;
    const right = box.x + box.width;
    marks.push(
      {
        kind: 'path',
        lines: [lineThrough(right + 1, Math.round(y), right + 3, Math.round(y))],
        stroke: colours.lineStrong,
        strokeWidth: 1,
        crisp: true,
      },
      {
        kind: 'text',
        x: right + tickGap,
        // The end labels stay beside the bar.
        y: middleBaseline(Math.min(Math.max(y, box.y + 4), box.y + box.height - 4), tickStyle.size),
        text: formatTick(tick, numbers),
        fill: colours.ink3,
        ...tickStyle,
      },
    );
  }
  return marks;
}

/** A horizontal bar, the maximum at the right, with ticks at values below it. */
export function colourBarAcross(theme: Theme, scale: ValueScale, box: Box, numbers = plainNumbers): Mark[] {
  const colours = themes[theme];
  const columns = Math.max(1, Math.round(box.width));
  const levels = Uint8Array.from({ length: columns }, (_, column) =>
    paletteLevel(columns === 1 ? 1 : column / (columns - 1)),
  );
  const bottom = box.y + box.height;
  const ticks = scaleTicks(scale, Math.min(0.5, 44 / box.width)).flatMap((tick): Mark[] => {
    const x = box.x + scalePosition(scale, tick) * box.width;
    const half = textWidth(formatTick(tick), tickStyle) / 2;
    return [
      {
        kind: 'path',
        lines: [lineThrough(Math.round(x), bottom + 1, Math.round(x), bottom + 3)],
        stroke: colours.lineStrong,
        strokeWidth: 1,
        crisp: true,
      },
      {
        kind: 'text',
        // The end labels stay under the bar.
        x: Math.min(Math.max(x, box.x + half), box.x + box.width - half),
        y: bottom + 14,
        text: formatTick(tick, numbers),
        fill: colours.ink3,
        anchor: 'middle',
        ...tickStyle,
      },
    ];
  });
  return [
    { kind: 'cells', ...box, columns, rows: 1, levels, palette: scalePalette(theme, scale) },
    { kind: 'rect', ...outset(box), stroke: colours.lineStrong, strokeWidth: 1 },
    ...ticks,
  ];
}

function barTicks(scale: ValueScale, height: number): number[] {
  return scaleTicks(scale, Math.min(0.5, 26 / height));
}

/** The frame round a box, on the pixels outside it. */
export function outset({ x, y, width, height }: Box): Box {
  return { x: x - 0.5, y: y - 0.5, width: width + 1, height: height + 1 };
}
