import { themes } from '../../shared/colours.ts';
import type { ValueScale } from '../../shared/scales.ts';
import { colourBar, colourBarAcross, colourBarWidth } from '../../renderer/charts/colourBar.ts';
import type { Cell } from '../../renderer/charts/heatmapLayout.ts';
import { textSizes, type Mark, type Plan } from '../../renderer/charts/plan.ts';
import { textWidth } from '../../renderer/charts/textWidth.ts';
import { thumbGridLayout, type ThumbGrid } from '../../renderer/charts/thumbGrid.ts';
import { thumbGridOverlay, thumbGridPlan } from '../../renderer/charts/thumbGridPlan.ts';
import { framed } from './framed.ts';
import type { Frame } from './panel.ts';

export interface ThumbFigure {
  readonly grid: ThumbGrid;
  /** More grids of the same shape, below the first. */
  readonly further?: readonly ThumbGrid[];
  /** What all maps share; null: each has its own, which is said. */
  readonly scale: ValueScale | null;
  readonly valueName: string;
  readonly target: boolean;
  readonly pinned: Cell | null;
  readonly description: string;
}

const small = { size: textSizes.xxs } as const;
const gap = 14;
const lineGap = 6;
const acrossHeight = 52;

/** Small maps in rows and columns with the bar they share. */
export function thumbFigure(frame: Frame, figure: ThumbFigure): Plan {
  const { theme, language } = frame;
  const { grid, further = [], scale, valueName, target, pinned, description } = figure;
  const captions = scale === null ? [language.figure.ownScale] : [valueName, language.charts[scale.kind]];
  const place = scale === null && frame.colourBar !== 'none' ? 'below' : frame.colourBar;
  const barRoom =
    place !== 'right' || scale === null
      ? 0
      : gap +
        Math.max(colourBarWidth(scale, 1000), ...captions.map((text) => Math.ceil(textWidth(text, small))));
  return framed(frame, (room) => {
    const whole = room.height === null ? Infinity : room.height - (place === 'below' ? acrossHeight : 0);
    const height = (whole - further.length * lineGap) / (further.length + 1);
    const options = { theme, target, width: room.width - barRoom, height, fill: frame.fill };
    const crisp = thumbGridLayout(grid, options);
    // Cells of whole pixels where they fit.
    const layout = crisp.width > options.width ? thumbGridLayout(grid, { ...options, fill: true }) : crisp;
    const plan = thumbGridPlan(grid, options, description, layout);
    const pointed = { selected: null, over: null, crossed: null, pinned };
    const step = plan.height + lineGap;
    const end = plan.height + further.length * step;
    const used = layout.left + Math.max(1, grid.columns.length) * layout.pitchX;
    return {
      ...plan,
      height: end + (place === 'below' ? acrossHeight : 0),
      marks: [
        ...plan.marks,
        ...thumbGridOverlay(grid, options, layout, pointed),
        ...further.map((more, at): Mark => ({
          kind: 'group',
          y: (at + 1) * step,
          marks: [
            ...thumbGridPlan(more, options, '', layout).marks,
            ...thumbGridOverlay(more, options, layout, pointed),
          ],
        })),
        ...(place === 'right' && scale !== null
          ? upright(theme, scale, captions, { x: used + gap - 8, height: end - layout.top - 8 }, layout.top)
          : []),
        ...(place === 'below'
          ? lying(theme, scale, captions, { x: layout.left, y: end, width: used - layout.left - 8 })
          : []),
      ],
    };
  });
}

function upright(
  theme: Frame['theme'],
  scale: ValueScale,
  captions: readonly string[],
  { x, height }: { readonly x: number; readonly height: number },
  top: number,
): Mark[] {
  const text = { kind: 'text', x, fill: themes[theme].ink3, ...small } as const;
  const isLow = height < 90;
  return [
    // In a low row the words stand where the names of columns do.
    ...captions.map((words, line): Mark => ({
      ...text,
      y: (isLow ? top - 9 : top + 10) + line * 12,
      text: words,
    })),
    ...colourBar(theme, scale, {
      x,
      y: isLow ? top + 10 : top + 30,
      width: 12,
      height: Math.max(30, Math.min(220, height - (isLow ? 10 : 30))),
    }),
  ];
}

function lying(
  theme: Frame['theme'],
  scale: ValueScale | null,
  captions: readonly string[],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Mark[] {
  const colours = themes[theme];
  const fill = scale === null ? colours.warn : colours.ink3;
  return [
    { kind: 'text', x, y: y + 12, text: captions.join(', '), fill, ...small },
    ...(scale === null
      ? []
      : colourBarAcross(theme, scale, { x, y: y + 18, width: Math.min(260, width), height: 12 })),
  ];
}
