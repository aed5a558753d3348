import { classColour, themes, type Theme } from '../../shared/colours.ts';
import type { DatasetDetail } from '../../shared/datasets.ts';
import { formatCount } from '../../shared/scales.ts';
import { classPatch } from './classStrips.ts';
import type { FigureWords } from './figureWords.ts';
import { middleBaseline, textSizes, type Mark, type Plan } from './plan.ts';
import { fitText, textWidth } from './textWidth.ts';
import { fill } from './words.ts';

export interface ClassCountsOptions {
  readonly theme: Theme;
  readonly width: number;
  /** False leaves out what solid and light bars are. */
  readonly legend: boolean;
  readonly words: FigureWords;
}

const rowHeight = 22;
const barHeight = 11;
const name = { size: textSizes.xs } as const;
const number = { size: textSizes.xs, family: 'num' } as const;
const head = { size: textSizes.xxs } as const;
/** Test documents stand behind the train documents in a lighter bar. */
const testOpacity = 0.45;

/** Documents of each class as bars on one scale, train solid and test lighter after it, with their numbers. */
export function classCountsPlan(
  dataset: Pick<DatasetDetail, 'title' | 'classes' | 'classCounts'>,
  { theme, width, legend, words }: ClassCountsOptions,
): Plan {
  const colours = themes[theme];
  const rows = dataset.classes.map((text, at) => ({
    text,
    ...(dataset.classCounts[at] ?? { train: 0, test: 0 }),
  }));
  const sum = { train: 0, test: 0 };
  for (const { train, test } of rows) [sum.train, sum.test] = [sum.train + train, sum.test + test];
  const nameRoom =
    Math.min(
      width * 0.36,
      Math.max(...[words.together, ...dataset.classes].map((text) => textWidth(text, name))),
    ) + 12;
  const numberRoom = Math.max(
    44,
    textWidth(formatCount(Math.max(sum.train, sum.test), words), number) + 12,
    ...[words.train, words.test].map((text) => textWidth(text, head) + 12),
  );
  const room = Math.max(20, width - nameRoom - 2 * numberRoom);
  const most = Math.max(1, ...rows.map(({ train, test }) => train + test));
  const top = 20;
  const right = [width - numberRoom, width] as const;
  const cell = (x: number, y: number, text: string, strong = false): Mark => ({
    kind: 'text',
    x,
    y: middleBaseline(y, number.size),
    text,
    anchor: 'end',
    fill: strong ? colours.ink : colours.ink2,
    ...number,
  });
  const end = top + rows.length * rowHeight;
  const marks: Mark[] = [
    ...([words.train, words.test] as const).map((text, at): Mark => ({
      kind: 'text',
      x: right[at] ?? width,
      y: 12,
      text,
      anchor: 'end',
      fill: colours.ink3,
      ...head,
    })),
    ...(legend ? legendMarks(nameRoom, theme, words) : []),
    ...rows.flatMap(({ text, train, test }, group): Mark[] => {
      const y = top + (group + 0.5) * rowHeight;
      const bar = (x: number, count: number): { x: number; y: number; width: number; height: number } => ({
        x,
        y: y - barHeight / 2,
        width: (count / most) * room,
        height: barHeight,
      });
      const first = bar(nameRoom, train);
      const second = bar(nameRoom + first.width + (train > 0 ? 1 : 0), test);
      return [
        {
          kind: 'text',
          x: 0,
          y: middleBaseline(y, name.size),
          text: fitText(text, nameRoom - 10, name),
          fill: colours.ink2,
          ...name,
        },
        ...classPatch(theme, group, first),
        { kind: 'rect', ...second, fill: classColour(theme, group).fill, opacity: testOpacity },
        cell(right[0], y, formatCount(train, words)),
        cell(right[1], y, formatCount(test, words)),
      ];
    }),
    { kind: 'rect', x: 0, y: end + 3, width, height: 1, fill: colours.line },
    {
      kind: 'text',
      x: 0,
      y: middleBaseline(end + 4 + rowHeight / 2, name.size),
      text: words.together,
      fill: colours.ink3,
      ...name,
    },
    cell(right[0], end + 4 + rowHeight / 2, formatCount(sum.train, words), true),
    cell(right[1], end + 4 + rowHeight / 2, formatCount(sum.test, words), true),
  ];
  return {
    width,
    height: end + 4 + rowHeight + 2,
    background: colours.surface,
    marks,
    description: fill(words.countsIs, {
      name: dataset.title,
      rows: rows.map(({ text, train, test }) => fill(words.countIs, { name: text, train, test })).join('; '),
    }),
  };
}

/** A solid and a light patch with what they are. */
function legendMarks(x: number, theme: Theme, words: FigureWords): Mark[] {
  const colours = themes[theme];
  const second = x + 12 + textWidth(words.train, head) + 14;
  const patch = (at: number, opacity: number): Mark => ({
    kind: 'rect',
    x: at,
    y: 5,
    width: 8,
    height: 8,
    fill: colours.ink2,
    opacity,
  });
  const text = (at: number, words: string): Mark => ({
    kind: 'text',
    x: at,
    y: 12,
    text: words,
    fill: colours.ink3,
    ...head,
  });
  return [patch(x, 1), text(x + 12, words.train), patch(second, testOpacity), text(second + 12, words.test)];
}
