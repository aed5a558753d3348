import { themes, type Theme } from '../../shared/colours.ts';
import { formatTick, scalePosition, scaleTicks, type ValueScale } from '../../shared/scales.ts';
import { lineThrough, middleBaseline, textSizes, type Mark, type Plan } from './plan.ts';
import { textWidth } from './textWidth.ts';
import { chartWords, type ChartWords } from './words.ts';

/**
 * The scale of the opacity of lines: the root of the weight where one token is brought forward; where all are drawn over
 * each other the weight itself, so that the strong stand out.
 */
export function lineScale(scale: ValueScale, isOneToken: boolean): ValueScale {
  return { ...scale, kind: isOneToken ? 'sqrt' : 'linear', signed: false };
}

/** `more` and `less` are of values with signs. */
export type LegendWords = Pick<ChartWords, 'weight' | 'more' | 'less' | 'decimal' | 'group'>;

/** Sample lines at round weights, so that an opacity can be read; of signed values one of each colour besides. */
export function weightLegend(
  theme: Theme,
  scale: ValueScale,
  isOneToken: boolean,
  at: { readonly x: number; readonly y: number },
  words: LegendWords = chartWords,
): Mark[] {
  const colours = themes[theme];
  const size = textSizes.xxs;
  const text = { kind: 'text', y: middleBaseline(at.y, size), size, fill: colours.ink3 } as const;
  const marks: Mark[] = [];
  let { x } = at;
  const write = (words: string, family: 'ui' | 'num', after: number): void => {
    marks.push({ ...text, x, text: words, family });
    x += textWidth(words, { size, family }) + after;
  };
  const line = (stroke: string, opacity: number, dash: readonly number[] = []): void => {
    const lines = [lineThrough(x, at.y, x + 20, at.y)];
    marks.push({ kind: 'path', lines, stroke, strokeWidth: 1.6, opacity, dash });
    x += 25;
  };
  write(words.weight, 'ui', 12);
  const opacity = lineScale(scale, isOneToken);
  for (const tick of scaleTicks(opacity, 0.2).slice(1)) {
    line(colours.ink, scalePosition(opacity, tick));
    write(formatTick(tick, words), 'num', 14);
  }
  if (scale.signed) {
    line(colours.diverging[8] ?? colours.ink, 1);
    write(words.more, 'ui', 14);
    line(colours.diverging[2] ?? colours.ink, 1, [4, 2]);
    write(words.less, 'ui', 0);
  }
  return marks;
}

/** The same on a line of its own, for under a head view on screen. */
export function weightLegendPlan(
  theme: Theme,
  scale: ValueScale,
  isOneToken: boolean,
  width: number,
  words: LegendWords & { readonly description: string },
): Plan {
  const height = 20;
  return {
    width,
    height,
    background: themes[theme].surface,
    marks: weightLegend(theme, scale, isOneToken, { x: 8, y: height / 2 }, words),
    description: words.description,
  };
}
