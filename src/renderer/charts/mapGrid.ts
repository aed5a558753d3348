import { themes, type Theme, type ThemeColours } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import type { ValueScale } from '../../shared/scales.ts';
import { classNames, namesFit } from './classStrips.ts';
import { colourBar, colourBarWidth } from './colourBar.ts';
import {
  heatmapCellAt,
  heatmapLayout,
  type Cell,
  type HeatmapLayout,
  type HeatmapOptions,
  type HeatmapTokens,
} from './heatmapLayout.ts';
import { heatmapOverlay, heatmapPlan } from './heatmapPlan.ts';
import { middleBaseline, textSizes, type Mark, type Plan } from './plan.ts';
import {
  sharedBarAcross,
  sharedBarAcrossHeight,
  sharedBarMarks,
  sharedBarWidth,
  type SharedBarWords,
} from './sharedBar.ts';
import { fitText, textWidth } from './textWidth.ts';

/** One map of a grid. */
export interface GridPanel {
  /** Stands before the name: "A", "3". */
  readonly mark: string;
  readonly name: string;
  /** Grey words after the name. */
  readonly about: string;
  /** Colour of the run. */
  readonly swatch: string | null;
  readonly tokens: HeatmapTokens;
  /** [keys, queries] */
  readonly values: ArrayLike<number>;
  readonly order: TokenOrder;
  /** The scale of all panels, or one of its own, which has a bar beside the map and is said in the head. */
  readonly scale: ValueScale;
  readonly target: boolean;
}

export interface MapGridOptions {
  readonly theme: Theme;
  /** Room there is: the grid takes what its cells need, and is higher where it needs more. */
  readonly width: number;
  readonly height: number;
  /** Maps in a row; else as many as give the largest cells. */
  readonly columns?: number;
  /** Cells fill the width, however many px that makes of one: for print. */
  readonly fill?: boolean;
  /** Where the bar that maps share stands; default right. */
  readonly bar?: 'right' | 'below' | 'none';
  readonly words: SharedBarWords & { readonly ownScale: string; readonly description: string };
}

interface PlacedPanel {
  readonly x: number;
  readonly y: number;
  readonly layout: HeatmapLayout;
  readonly order: TokenOrder;
}

export interface MapGridPlan extends Plan {
  readonly panels: readonly PlacedPanel[];
  readonly columns: number;
}

const headHeight = 22;
const namesHeight = 15;
/** What a bare map needs beside its cells: strips and frame. */
const framing = { across: 13, down: 13 } as const;
const gap = { across: 20, down: 10 } as const;
/** A map is never made smaller than this. */
const leastMap = 88;
const ownBarRoom = 14;
const leastName = 60;

/** Maps in rows and columns: cells of one size, and one bar at the right for all that share its scale. */
export function mapGrid(panels: readonly GridPanel[], options: MapGridOptions): MapGridPlan {
  const { theme, words, bar = 'right' } = options;
  const colours = themes[theme];
  const shared = panels.filter(({ scale }) => scale.locked);
  const barRoom = shared.length === 0 || bar !== 'right' ? 0 : sharedBarWidth(words) + 14;
  const own = Math.max(
    0,
    ...panels.map(({ scale }) => (scale.locked ? 0 : ownBarRoom + colourBarWidth(scale, 1000))),
  );
  const columns = options.columns ?? bestColumns(panels, options, barRoom, own);
  const rows = Math.ceil(panels.length / columns);
  const cell = cellSize(panels, options, columns, barRoom, own);
  const mapWidth = Math.max(...panels.map(({ tokens }) => tokens.queries * cell)) + framing.across;
  const mapHeight = Math.max(...panels.map(({ tokens }) => tokens.keys * cell)) + framing.down;
  const step = {
    across: mapWidth + own + gap.across,
    down: headHeight + namesHeight + mapHeight + gap.down,
  };
  const placed = panels.map((panel, index): PlacedPanel => ({
    x: (index % columns) * step.across,
    y: Math.floor(index / columns) * step.down,
    layout: heatmapLayout(panel.tokens, heatmapOptions(panel, theme, cell)),
    order: panel.order,
  }));
  const marks: Mark[] = panels.flatMap((panel, index) =>
    panelMarks(panel, placed[index]!, cell, step.across - gap.across, options),
  );
  const first = shared[0];
  let height = rows * step.down;
  if (first !== undefined && bar === 'below') {
    const room = { x: framing.across - 1, width: columns * step.across - gap.across - framing.across };
    marks.push({ kind: 'group', y: height, marks: sharedBarAcross(theme, first.scale, room, words) });
    height += sharedBarAcrossHeight;
  }
  if (first !== undefined && bar === 'right') {
    const length = Math.max(100, Math.min(mapHeight - framing.down, 420));
    const x = columns * step.across;
    const y = headHeight + namesHeight - 34 + framing.down;
    marks.push({ kind: 'group', x, y, marks: sharedBarMarks(theme, first.scale, length, words) });
  }
  return {
    width: columns * step.across + barRoom,
    height,
    background: colours.surface,
    marks,
    description: words.description,
    panels: placed,
    columns,
  };
}

/** The panel and cell under a pixel of the plan, or null. */
export function mapGridCellAt(
  { panels }: MapGridPlan,
  x: number,
  y: number,
): { readonly panel: number; readonly cell: Cell } | null {
  for (const [panel, { x: left, y: top, layout, order }] of panels.entries()) {
    const cell = heatmapCellAt(layout, order, x - left, y - top - headHeight - namesHeight);
    if (cell !== null) return { panel, cell };
  }
  return null;
}

/** One crosshair and one pinned cell in every panel at once. */
export function mapGridOverlay(
  plan: MapGridPlan,
  panels: readonly GridPanel[],
  theme: Theme,
  hovered: Cell | null,
  pinned: Cell | null,
): Mark[] {
  return plan.panels.flatMap(({ x, y, layout }, index): Mark[] => {
    const panel = panels[index];
    if (panel === undefined) return [];
    const inside = (cell: Cell | null): Cell | null =>
      cell !== null && cell.key < panel.tokens.keys && cell.query < panel.tokens.queries ? cell : null;
    const options = heatmapOptions(panel, theme, layout.cell);
    const marks = heatmapOverlay(layout, { ...options, hovered: inside(hovered), pinned: inside(pinned) });
    return [{ kind: 'group', x, y: y + headHeight + namesHeight, marks }];
  });
}

/** A map as the grid draws it, at a cell size that was chosen for all. */
export function heatmapOptions(panel: GridPanel, theme: Theme, cell: number): HeatmapOptions {
  return {
    theme,
    fill: !Number.isInteger(cell),
    width: panel.tokens.queries * cell + framing.across,
    height: panel.tokens.keys * cell + framing.down,
    scale: panel.scale,
    order: panel.order,
    target: panel.target,
    thumbnail: true,
    padding: 1,
  };
}

/** Name and words over a map, and class names over its strip where they fit. */
export function panelHead(
  panel: GridPanel,
  layout: HeatmapLayout,
  room: number,
  { theme, words }: { readonly theme: Theme; readonly words: { readonly ownScale: string } },
): Mark[] {
  const colours = themes[theme];
  const y = 15;
  const strong = { size: textSizes.sm, weight: 500 } as const;
  const soft = { size: textSizes.xs } as const;
  const warning = panel.scale.locked ? '' : words.ownScale;
  const warningWidth = warning === '' ? 0 : textWidth(warning, soft) + 8;
  const marks: Mark[] = [];
  let x = layout.map.x;
  if (panel.mark !== '') {
    const width = Math.max(16, textWidth(panel.mark, strong) + 8);
    marks.push(badge(colours, panel.mark, x, width));
    x += width + 6;
  }
  if (panel.swatch !== null) {
    marks.push({ kind: 'rect', x, y: y - 9, width: 10, height: 10, radius: 3, fill: panel.swatch });
    x += 15;
  }
  const end = room - warningWidth;
  // Of two runs of one name the seed tells which is which: it stays where there is room for a little of the name.
  const aboutWidth = panel.about === '' ? 0 : textWidth(panel.about, soft) + 7;
  const kept = end - x - aboutWidth >= leastName ? aboutWidth : 0;
  const name = fitText(panel.name, end - x - kept, strong);
  marks.push({ kind: 'text', x, y, text: name, fill: colours.ink, ...strong });
  x += textWidth(name, strong) + 7;
  const about = fitText(panel.about, end - x, soft);
  if (about !== '') marks.push({ kind: 'text', x, y, text: about, fill: colours.ink3, ...soft });
  if (warning !== '') {
    marks.push({ kind: 'text', x: room, y, text: warning, fill: colours.warn, anchor: 'end', ...soft });
  }
  if (panel.order.kind === 'class' && namesFit(layout.queryRuns, layout.cell, layout.names)) {
    const baseline = headHeight + namesHeight - 4;
    marks.push(...classNames(colours, layout.queryRuns, layout.cell, layout.names, layout.map.x, baseline));
  }
  return marks;
}

function badge(colours: ThemeColours, text: string, x: number, width: number): Mark {
  return {
    kind: 'group',
    marks: [
      { kind: 'rect', x, y: 3, width, height: 15, radius: 3, stroke: colours.control, strokeWidth: 1 },
      {
        kind: 'text',
        x: x + width / 2,
        y: middleBaseline(10.5, textSizes.xs),
        text,
        size: textSizes.xs,
        weight: 600,
        fill: colours.ink2,
        anchor: 'middle',
      },
    ],
  };
}

function panelMarks(
  panel: GridPanel,
  { x, y, layout }: PlacedPanel,
  cell: number,
  room: number,
  options: MapGridOptions,
): Mark[] {
  const { theme } = options;
  const map = heatmapPlan(panel.tokens, panel.values, heatmapOptions(panel, theme, cell));
  const under: Mark[] = [...map.marks];
  if (!panel.scale.locked) {
    const { map: box } = layout;
    under.push(
      ...colourBar(
        theme,
        panel.scale,
        {
          x: box.x + box.width + ownBarRoom - 4,
          y: box.y,
          width: 8,
          height: box.height,
        },
        options.words.numbers,
      ),
    );
  }
  return [
    {
      kind: 'group',
      x,
      y,
      marks: [
        ...panelHead(panel, layout, room, options),
        { kind: 'group', y: headHeight + namesHeight, marks: under },
      ],
    },
  ];
}

function cellSize(
  panels: readonly GridPanel[],
  { width, height, fill = false }: MapGridOptions,
  columns: number,
  barRoom: number,
  own: number,
): number {
  const rows = Math.ceil(panels.length / columns);
  const queries = Math.max(...panels.map(({ tokens }) => tokens.queries));
  const keys = Math.max(...panels.map(({ tokens }) => tokens.keys));
  const across = (width - barRoom) / columns - gap.across - own - framing.across;
  const down = height / rows - headHeight - namesHeight - framing.down - gap.down;
  if (fill) return Math.max(0.2, Math.min(across / queries, down / keys));
  // Whole pixels a cell; too low a room is scrolled, never squeezed.
  const least = Math.ceil(leastMap / Math.max(queries, keys));
  const fits = Math.min(Math.floor(across / queries), Math.max(least, Math.floor(down / keys)));
  return Math.max(1, fits);
}

function bestColumns(
  panels: readonly GridPanel[],
  options: MapGridOptions,
  barRoom: number,
  own: number,
): number {
  let best = { columns: 1, cell: 0 };
  for (let columns = 1; columns <= panels.length; columns += 1) {
    const cell = cellSize(panels, options, columns, barRoom, own);
    // Of equals the wider: rows cost scrolling.
    if (cell >= best.cell) best = { columns, cell };
  }
  return best.columns;
}
