import { runColour, runDash, themes } from '../../shared/colours.ts';
import { placeShare, type ColumnAxis } from './columnAxis.ts';
import type { Mark, Plan } from './plan.ts';
import { lineThrough, middleBaseline, textSizes } from './plan.ts';
import type { PlotOptions, PlotRun } from './plotRun.ts';
import { fitText, textWidth } from './textWidth.ts';
import { chartWords, fill } from './words.ts';

export interface ParallelPlan extends Plan {
  /** Where each axis stands, left to right. */
  readonly axes: readonly { readonly x: number; readonly top: number; readonly bottom: number }[];
}

/**
 * Parallel coordinates: a vertical axis a column, a line a run. A line has a gap where its run has no value. The
 * picked runs are drawn over the others.
 */
export function parallelPlan(
  runs: readonly PlotRun[],
  columns: readonly ColumnAxis[],
  options: PlotOptions,
): ParallelPlan {
  const { theme, width, height, padding = 12, title, words = chartWords } = options;
  const colours = themes[theme];
  const top = padding + 34 + (title === undefined ? 0 : 24);
  const bottom = Math.max(top + 40, height - padding - 12);
  const first = Math.max(48, ...(columns[0]?.ticks ?? []).map(({ text }) => tickWidth(text) + 14));
  const left = padding + first;
  const right = Math.max(left + 40, width - padding - 48);
  const gap = columns.length < 2 ? 0 : (right - left) / (columns.length - 1);
  const axes = columns.map((_, i) => ({ x: Math.round(left + i * gap) + 0.5, top, bottom }));
  const y = (axis: ColumnAxis, place: number): number => bottom - placeShare(axis, place) * (bottom - top);

  const lineOf = (run: number): Float64Array[] => {
    const lines: number[][] = [[]];
    columns.forEach((axis, i) => {
      const place = axis.places[run] ?? null;
      if (place === null) lines.push([]);
      else lines.at(-1)?.push(axes[i]?.x ?? 0, y(axis, place));
    });
    return lines.filter(({ length }) => length >= 2).map((points) => lineThrough(...stub(points)));
  };
  const isPicked = (run: number): boolean => options.picked[run] ?? true;
  const order = runs.map((_, run) => run).sort((a, b) => rank(a) - rank(b));
  function rank(run: number): number {
    return run === options.pointed ? 2 : isPicked(run) ? 1 : 0;
  }
  const marks: Mark[] = order.map((run) => ({
    kind: 'path',
    lines: lineOf(run),
    stroke: isPicked(run) ? runColour(theme, runs[run]?.colour ?? 0) : colours.ink3,
    strokeWidth: run === options.pointed ? 3 : 1.6,
    dash: runDash(runs[run]?.colour ?? 0),
    opacity: isPicked(run) ? (runs.length > 25 ? 0.7 : 0.9) : run === options.pointed ? 0.6 : 0.16,
  }));
  columns.forEach((axis, i) => {
    const x = axes[i]?.x ?? 0;
    const room = columns.length < 2 ? right - left : gap - 10;
    marks.push(
      { kind: 'path', lines: [lineThrough(x, top, x, bottom)], stroke: colours.control, strokeWidth: 1 },
      {
        kind: 'text',
        // The outer heads stay within the plan.
        x: i === 0 ? padding + 2 : i === columns.length - 1 && i > 0 ? width - padding : x,
        y: top - 16,
        text: fitText(axis.title, room, headStyle),
        fill: colours.ink2,
        anchor: i === 0 ? 'start' : i === columns.length - 1 ? 'end' : 'middle',
        ...headStyle,
      },
    );
    for (const { at, text } of spaced(axis, bottom - top)) {
      marks.push(...tickMarks(x, y(axis, at), fitText(text, i === 0 ? first : gap * 0.45, tickStyle)));
    }
  });
  function tickMarks(x: number, at: number, text: string): Mark[] {
    const width = tickWidth(text);
    const baseline = middleBaseline(at, tickStyle.size);
    return [
      { kind: 'path', lines: [lineThrough(x - 4, at, x, at)], stroke: colours.control, strokeWidth: 1 },
      // Lines run behind the numbers: a ground keeps those readable.
      {
        kind: 'rect',
        x: x - 8 - width,
        y: at - 7,
        width: width + 3,
        height: 14,
        fill: colours.surface,
        opacity: 0.8,
      },
      { kind: 'text', x: x - 6, y: baseline, text, anchor: 'end', fill: colours.ink3, ...tickStyle },
    ];
  }
  if (title !== undefined) marks.push(titleMark(title, padding, width, colours.ink));
  return {
    width,
    height,
    background: colours.surface,
    marks,
    axes,
    description: fill(words.parallelIs, {
      runs: runs.length,
      columns: columns.map((axis) => axis.title).join(', '),
      picked: runs.filter((_, run) => isPicked(run)).length,
    }),
  };
}

/** The run whose line passes nearest to a place, within a few px; null if none does. */
export function parallelRunAt(
  plan: ParallelPlan,
  columns: readonly ColumnAxis[],
  at: { readonly x: number; readonly y: number },
  count: number,
): number | null {
  const next = plan.axes.findIndex(({ x }) => x >= at.x);
  const [right, left] = [plan.axes[next], plan.axes[next - 1]];
  const [axisRight, axisLeft] = [columns[next], columns[next - 1]];
  if (right === undefined || left === undefined || axisRight === undefined || axisLeft === undefined) {
    return null;
  }
  let [best, distance] = [-1, 8];
  const height = left.bottom - left.top;
  for (let run = 0; run < count; run += 1) {
    const [from, to] = [axisLeft.places[run] ?? null, axisRight.places[run] ?? null];
    if (from === null || to === null) continue;
    const [y1, y2] = [placeShare(axisLeft, from), placeShare(axisRight, to)].map(
      (share) => left.bottom - share * height,
    ) as [number, number];
    const y = y1 + ((at.x - left.x) / (right.x - left.x)) * (y2 - y1);
    // The distance to a steep line is less than that up and down.
    const off = Math.abs(at.y - y) / Math.hypot(1, (y2 - y1) / (right.x - left.x));
    if (off < distance) [best, distance] = [run, off];
  }
  return best < 0 ? null : best;
}

export const tickStyle = { size: textSizes.xxs, family: 'num' } as const;
const headStyle = { size: textSizes.xs, weight: 600 } as const;
const tickWidth = (text: string): number => textWidth(text, tickStyle);

/** A value between two gaps is a short line through its axis, else it would not be seen. */
function stub(points: readonly number[]): readonly number[] {
  const [x = 0, y = 0] = points;
  return points.length > 2 ? points : [x - 5, y, x + 5, y];
}

/** Of crowded ticks as many as can be read. */
function spaced(axis: ColumnAxis, height: number): ColumnAxis['ticks'] {
  const kept: ColumnAxis['ticks'][number][] = [];
  let last = -Infinity;
  for (const tick of axis.ticks) {
    const at = placeShare(axis, tick.at) * height;
    if (at - last < 13) continue;
    kept.push(tick);
    last = at;
  }
  return kept;
}

export function titleMark(title: string, padding: number, width: number, fill: string): Mark {
  const style = { size: textSizes.md, weight: 500 } as const;
  return {
    kind: 'text',
    x: padding,
    y: padding + 13,
    text: fitText(title, width - 2 * padding, style),
    fill,
    ...style,
  };
}
