import { runColour, themes } from '../../shared/colours.ts';
import { placeShare, type ColumnAxis } from './columnAxis.ts';
import { tickStyle, titleMark } from './parallelPlan.ts';
import type { Box, Mark, Plan } from './plan.ts';
import { lineThrough, middleBaseline, textSizes } from './plan.ts';
import type { PlotOptions, PlotRun } from './plotRun.ts';
import { pointShape } from './pointShape.ts';
import { fitText, textWidth } from './textWidth.ts';
import { chartWords, fill } from './words.ts';

export interface ScatterPlan extends Plan {
  /** Inside of the axes. */
  readonly plot: Box;
  /** The middle of each run's point; null of a run that lacks a value. */
  readonly points: readonly ({ readonly x: number; readonly y: number } | null)[];
}

/** A point a run, in the run's colour and a shape of its own; named where there is room. */
export function scatterPlan(
  runs: readonly PlotRun[],
  x: ColumnAxis,
  y: ColumnAxis,
  options: PlotOptions,
): ScatterPlan {
  const { theme, width, height, padding = 12, title, words = chartWords, pointed = null } = options;
  const colours = themes[theme];
  const leftRoom = Math.min(
    width * 0.25,
    Math.max(30, ...y.ticks.map(({ text }) => textWidth(text, tickStyle))) + 34,
  );
  const top = padding + 6 + (title === undefined ? 0 : 26);
  const plot = {
    x: Math.round(padding + leftRoom),
    y: top,
    width: Math.max(40, Math.floor(width - 2 * padding - leftRoom - 12)),
    height: Math.max(40, Math.floor(height - top - padding - 40)),
  };
  const toX = (place: number): number => plot.x + placeShare(x, place) * plot.width;
  const toY = (place: number): number => plot.y + (1 - placeShare(y, place)) * plot.height;
  const points = runs.map((_, run) => {
    const [across, up] = [x.places[run] ?? null, y.places[run] ?? null];
    return across === null || up === null ? null : { x: toX(across), y: toY(up) };
  });

  const marks: Mark[] = [
    ...y.ticks.map((tick): Mark => grid(plot.x, toY(tick.at), plot.x + plot.width, toY(tick.at))),
    {
      kind: 'path',
      lines: [
        lineThrough(plot.x, plot.y, plot.x, plot.y + plot.height, plot.x + plot.width, plot.y + plot.height),
      ],
      stroke: colours.lineStrong,
      strokeWidth: 1,
      crisp: true,
    },
    ...axisWords(),
  ];
  function grid(x1: number, y1: number, x2: number, y2: number): Mark {
    const line = lineThrough(x1, Math.round(y1) + 0.5, x2, Math.round(y2) + 0.5);
    return { kind: 'path', lines: [line], stroke: colours.curveGrid, strokeWidth: 1, crisp: true };
  }
  function axisWords(): Mark[] {
    const ink = { fill: colours.ink3, ...tickStyle } as const;
    const name = { size: textSizes.xs, fill: colours.ink2 } as const;
    const across = x.ticks.length === 0 ? plot.width : plot.width / x.ticks.length - 8;
    return [
      ...y.ticks.map((tick): Mark => ({
        kind: 'text',
        x: plot.x - 6,
        y: middleBaseline(toY(tick.at), tickStyle.size),
        text: fitText(tick.text, leftRoom - 20, tickStyle),
        anchor: 'end',
        ...ink,
      })),
      ...x.ticks.map((tick): Mark => ({
        kind: 'text',
        x: toX(tick.at),
        y: plot.y + plot.height + 15,
        text: fitText(tick.text, Math.max(28, across), tickStyle),
        anchor: 'middle',
        ...ink,
      })),
      {
        kind: 'text',
        x: plot.x + plot.width / 2,
        y: plot.y + plot.height + 33,
        text: fitText(x.title, plot.width, name),
        anchor: 'middle',
        ...name,
      },
      {
        kind: 'text',
        x: padding + 10,
        y: plot.y + plot.height / 2,
        text: fitText(y.title, plot.height, name),
        anchor: 'middle',
        rotate: -90,
        ...name,
      },
    ];
  }

  const isPicked = (run: number): boolean => options.picked[run] ?? true;
  const order = runs
    .map((_, run) => run)
    .sort(
      (a, b) => Number(a === pointed) - Number(b === pointed) || Number(isPicked(a)) - Number(isPicked(b)),
    );
  const taken: Box[] = [];
  for (const run of order) {
    const point = points[run];
    const { colour = 0, name = '' } = runs[run] ?? {};
    if (point === null || point === undefined) continue;
    const ink = isPicked(run) ? runColour(theme, colour) : colours.ink3;
    const radius = run === pointed ? 6.5 : 4.5;
    marks.push(...pointShape(colour, point, radius, ink, colours.surface, isPicked(run) ? 1 : 0.25));
    if (!isPicked(run)) continue;
    const label = fitText(name, 150, { size: textSizes.xs });
    const width = textWidth(label, { size: textSizes.xs });
    const box = [point.x + 9, point.x - 9 - width]
      .map((x) => ({ x, y: point.y - 7, width, height: 14 }))
      .find((place) => isFree(place, point));
    if (box === undefined) continue;
    taken.push(box);
    const baseline = middleBaseline(point.y, textSizes.xs);
    marks.push({ kind: 'text', x: box.x, y: baseline, text: label, size: textSizes.xs, fill: ink });
  }
  /** Within the plot, over no other name and no other point. */
  function isFree(box: Box, own: { readonly x: number; readonly y: number }): boolean {
    if (box.x < plot.x || box.x + box.width > plot.x + plot.width) return false;
    const around = (point: { readonly x: number; readonly y: number }): Box => ({
      x: point.x - 5,
      y: point.y - 5,
      width: 10,
      height: 10,
    });
    return (
      taken.every((other) => !overlaps(other, box)) &&
      points.every((point) => point === null || point === own || !overlaps(around(point), box))
    );
  }
  if (title !== undefined) marks.push(titleMark(title, padding, width, colours.ink));
  const shown = points.filter((point) => point !== null).length;
  return {
    width,
    height,
    background: colours.surface,
    marks,
    plot,
    points,
    description: fill(words.scatterIs, {
      shown,
      runs: runs.length,
      x: x.title,
      y: y.title,
    }),
  };
}

/** The run whose point is nearest, within a few px; null if none is. */
export function scatterRunAt(
  { points }: ScatterPlan,
  at: { readonly x: number; readonly y: number },
): number | null {
  let [best, distance] = [-1, 12];
  points.forEach((point, run) => {
    if (point === null) return;
    const off = Math.hypot(point.x - at.x, point.y - at.y);
    if (off < distance) [best, distance] = [run, off];
  });
  return best < 0 ? null : best;
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
