import { themes, type Theme } from '../../shared/colours.ts';
import { heatmapCellAt, heatmapLayout, type Cell, type HeatmapLayout } from './heatmapLayout.ts';
import { heatmapOverlay, heatmapPlan } from './heatmapPlan.ts';
import { heatmapOptions, panelHead, type GridPanel } from './mapGrid.ts';
import { lineThrough, textSizes, type Box, type Mark, type Plan } from './plan.ts';
import { sharedBarMarks, sharedBarWidth, type SharedBarWords } from './sharedBar.ts';
import { fitText, textWidth } from './textWidth.ts';

export interface SwipeOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** Where the divider stands, 0 (all B) to 1 (all A). */
  readonly share: number;
  readonly words: SharedBarWords & { readonly ownScale: string; readonly description: string };
}

export interface SwipePlan extends Plan {
  readonly layout: HeatmapLayout;
  /** Where the cells stand in the plan. */
  readonly map: Box;
  /** Of the divider. */
  readonly x: number;
}

/** Over the cells: the names of both, and of the classes. */
const headRoom = 37;
const footRoom = 10;

/** Two maps in one place: A left of the divider, B right of it. */
export function swipe(a: GridPanel, b: GridPanel, options: SwipeOptions): SwipePlan {
  const { theme, width, height, share, words } = options;
  const colours = themes[theme];
  const barRoom = sharedBarWidth(words) + 20;
  const { keys, queries } = a.tokens;
  const cell = Math.max(
    1,
    Math.min(
      Math.floor((width - barRoom - 13) / queries),
      Math.floor((height - headRoom - footRoom - 13) / keys),
    ),
  );
  const layout = heatmapLayout(a.tokens, heatmapOptions(a, theme, cell));
  const map = { ...layout.map, y: layout.map.y + headRoom };
  const x = map.x + Math.round(share * map.width);
  const side = (panel: GridPanel, clip: Box): Mark => ({
    kind: 'group',
    clip,
    marks: [
      {
        kind: 'group',
        y: headRoom,
        marks: heatmapPlan(panel.tokens, panel.values, heatmapOptions(panel, theme, cell)).marks,
      },
    ],
  });
  const whole = map.y + map.height + 2;
  return {
    width: Math.max(width, map.x + map.width + barRoom),
    height: headRoom + layout.height + footRoom,
    background: colours.surface,
    marks: [
      side(a, { x: 0, y: headRoom, width: x, height: whole - headRoom }),
      side(b, { x, y: headRoom, width: map.x + map.width + 2 - x, height: whole - headRoom }),
      ...heads(a, b, layout, options),
      ...divider(theme, x, map),
      {
        kind: 'group',
        x: map.x + map.width + 20,
        y: map.y - 34,
        marks: sharedBarMarks(theme, a.scale, map.height, words),
      },
    ],
    description: words.description,
    layout,
    map,
    x,
  };
}

/** The cell under a pixel, whichever of the two is seen there. */
export function swipeCellAt({ layout }: SwipePlan, a: GridPanel, x: number, y: number): Cell | null {
  return heatmapCellAt(layout, a.order, x, y - headRoom);
}

/** Where a divider dragged to `x` would stand, 0 to 1. */
export function swipeShareAt({ map }: SwipePlan, x: number): number {
  return Math.min(1, Math.max(0, (x - map.x) / map.width));
}

export function swipeOverlay(
  { layout }: SwipePlan,
  a: GridPanel,
  theme: Theme,
  hovered: Cell | null,
  pinned: Cell | null,
): Mark[] {
  const options = { ...heatmapOptions(a, theme, layout.cell), hovered, pinned };
  return [{ kind: 'group', y: headRoom, marks: heatmapOverlay(layout, options) }];
}

/** A's name from the left, B's from the right, each over its side. */
function heads(a: GridPanel, b: GridPanel, layout: HeatmapLayout, { theme, words }: SwipeOptions): Mark[] {
  const { map } = layout;
  const half = map.x + map.width / 2;
  const style = { size: textSizes.sm, weight: 500 } as const;
  const room = map.width / 2 - 30;
  const name = fitText(b.name, room, style);
  const width = textWidth(name, style);
  const right = map.x + map.width;
  return [
    ...panelHead(a, layout, half - 8, { theme, words }),
    {
      kind: 'group',
      x: right - width - 22 - map.x,
      marks: panelHead(
        { ...b, about: '', swatch: null, order: { ...b.order, kind: 'given' } },
        layout,
        right,
        {
          theme,
          words,
        },
      ),
    },
  ];
}

function divider(theme: Theme, x: number, map: Box): Mark[] {
  const { overlayInk, overlayHalo } = themes[theme];
  const line = lineThrough(x, map.y - 1, x, map.y + map.height + 1);
  const middle = map.y + map.height / 2;
  const handle = { x: x - 7, y: middle - 11, width: 14, height: 22, radius: 4 };
  return [
    { kind: 'path', lines: [line], stroke: overlayHalo, strokeWidth: 4, crisp: true },
    { kind: 'path', lines: [line], stroke: overlayInk, strokeWidth: 1.5, crisp: true },
    { kind: 'rect', ...handle, fill: overlayHalo, stroke: overlayInk, strokeWidth: 1.5 },
    {
      kind: 'path',
      lines: [
        lineThrough(x - 2, middle - 5, x - 2, middle + 5),
        lineThrough(x + 2, middle - 5, x + 2, middle + 5),
      ],
      stroke: overlayInk,
      strokeWidth: 1,
      crisp: true,
    },
  ];
}
