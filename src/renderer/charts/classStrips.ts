import { classColour } from '../../shared/colours.ts';
import type { Theme, ThemeColours } from '../../shared/colours.ts';
import { themes } from '../../shared/colours.ts';
import type { Box, Mark } from './plan.ts';
import { lineThrough, middleBaseline, textSizes } from './plan.ts';
import { fitText, textWidth } from './textWidth.ts';

/** Neighbours of one class along an ordered axis: positions [from, to); group −1 has no class. */
export interface ClassRun {
  readonly group: number;
  readonly from: number;
  readonly to: number;
}

export function classRuns(order: Int32Array, groups: readonly { readonly group: number }[]): ClassRun[] {
  const runs: ClassRun[] = [];
  let from = 0;
  for (let at = 1; at <= order.length; at += 1) {
    const group = groups[order[from]!]?.group ?? -1;
    if (at < order.length && (groups[order[at]!]?.group ?? -1) === group) continue;
    runs.push({ group, from, to: at });
    from = at;
  }
  return runs;
}

/** "sci.space" → "space", unless two classes would then share a name. */
export function shortClassNames(names: readonly string[]): readonly string[] {
  const short = names.map((name) => name.slice(name.lastIndexOf('.') + 1) || name);
  return new Set(short).size === names.length ? short : names;
}

/** A patch of a class colour, hatched if the colour is a repeat. */
export function classPatch(theme: Theme, group: number, box: Box): Mark[] {
  const { fill, hatched } = classColour(theme, group);
  const patch: Mark = { kind: 'rect', ...box, fill };
  if (!hatched) return [patch];
  const lines: Float64Array[] = [];
  for (let x = box.x - box.height; x < box.x + box.width; x += 4) {
    lines.push(lineThrough(x, box.y + box.height, x + box.height, box.y));
  }
  const stroke = themes[theme].surface;
  return [patch, { kind: 'group', clip: box, marks: [{ kind: 'path', lines, stroke, strokeWidth: 1.2 }] }];
}

export const stripThickness = 5;

/** The strip beside one axis of a map; `along` is where the axis begins, `across` the strip's near edge. */
export function classStrip(
  theme: Theme,
  runs: readonly ClassRun[],
  cell: number,
  place: { readonly axis: 'x' | 'y'; readonly along: number; readonly across: number },
): Mark[] {
  return runs.flatMap(({ group, from, to }) => {
    if (group < 0) return [];
    const start = place.along + from * cell;
    // A pixel between neighbours of different class, but never so that a class disappears.
    const length = Math.max(1, (to - from) * cell - (cell > 1 ? 1 : 0));
    const box =
      place.axis === 'x'
        ? { x: start, y: place.across, width: length, height: stripThickness }
        : { x: place.across, y: start, width: stripThickness, height: length };
    return classPatch(theme, group, box);
  });
}

const nameStyle = { size: textSizes.xs } as const;

/** True when each class has a stretch of the axis long enough for its whole name. */
export function namesFit(runs: readonly ClassRun[], cell: number, names: readonly string[]): boolean {
  const longest = new Map<number, number>();
  for (const { group, from, to } of runs) {
    if (group >= 0) longest.set(group, Math.max(longest.get(group) ?? 0, (to - from) * cell));
  }
  return [...longest].every(([group, length]) => textWidth(names[group] ?? '', nameStyle) <= length - 2);
}

/** Class names over the top strip, each at the start of its longest stretch. */
export function classNames(
  colours: ThemeColours,
  runs: readonly ClassRun[],
  cell: number,
  names: readonly string[],
  left: number,
  baseline: number,
): Mark[] {
  const longest = new Map<number, ClassRun>();
  for (const run of runs) {
    const known = longest.get(run.group);
    if (run.group >= 0 && (known === undefined || run.to - run.from > known.to - known.from)) {
      longest.set(run.group, run);
    }
  }
  return [...longest.values()].map(({ group, from, to }) => ({
    kind: 'text',
    x: left + from * cell,
    y: baseline,
    text: fitText(names[group] ?? '', (to - from) * cell - 2, nameStyle),
    fill: colours.ink2,
    ...nameStyle,
  }));
}

const legendRow = 18;

/** Classes with their full names in rows of at most `width`; also says how high they stand. */
export function classLegend(
  theme: Theme,
  groups: readonly number[],
  names: readonly string[],
  box: { readonly x: number; readonly y: number; readonly width: number },
): { readonly marks: readonly Mark[]; readonly height: number } {
  const marks: Mark[] = [];
  let [x, row] = [0, 0];
  for (const group of groups) {
    const text = fitText(names[group] ?? '', box.width - 14, nameStyle);
    const width = 14 + textWidth(text, nameStyle);
    if (x > 0 && x + width > box.width) [x, row] = [0, row + 1];
    const middle = box.y + row * legendRow + legendRow / 2;
    marks.push(...classPatch(theme, group, { x: box.x + x, y: middle - 4, width: 8, height: 8 }), {
      kind: 'text',
      x: box.x + x + 13,
      y: middleBaseline(middle, nameStyle.size),
      text,
      fill: themes[theme].ink2,
      ...nameStyle,
    });
    x += width + 14;
  }
  return { marks, height: groups.length === 0 ? 0 : (row + 1) * legendRow };
}
