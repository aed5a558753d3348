import { runColour, runDash, themes, type Theme } from '../../shared/colours.ts';
import { lineThrough, middleBaseline, textSizes, type Mark } from './plan.ts';
import type { PlotRun } from './plotRun.ts';
import { fitText, textWidth } from './textWidth.ts';

const style = { size: textSizes.xs } as const;
const rowHeight = 17;
const sample = 18;
const gap = 14;

/** Names of runs behind a piece of their line, in rows as wide as there is room. */
export function runLegend(
  runs: readonly PlotRun[],
  theme: Theme,
  width: number,
): { readonly marks: readonly Mark[]; readonly height: number } {
  const marks: Mark[] = [];
  let [x, y] = [0, 0];
  for (const { name, colour } of runs) {
    const text = fitText(name, width - sample - 6, style);
    const room = sample + 6 + textWidth(text, style);
    if (x > 0 && x + room > width) [x, y] = [0, y + rowHeight];
    const middle = y + rowHeight / 2;
    marks.push(
      {
        kind: 'path',
        lines: [lineThrough(x, middle, x + sample, middle)],
        stroke: runColour(theme, colour),
        strokeWidth: 2,
        dash: runDash(colour),
      },
      {
        kind: 'text',
        x: x + sample + 6,
        y: middleBaseline(middle, style.size),
        text,
        fill: themes[theme].ink2,
        ...style,
      },
    );
    x += room + gap;
  }
  return { marks, height: runs.length === 0 ? 0 : y + rowHeight };
}
