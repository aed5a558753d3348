import type { ThemeColours } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import { classRuns, type ClassRun } from './classStrips.ts';
import type { HeatmapTokens } from './heatmapLayout.ts';
import { lineThrough, type Box, type Mark } from './plan.ts';

/** Borders closer than this, px in the mean, would cover the cells between them. */
const leastApart = 8;

/** Thin lines over a map in class order where one class ends and the next begins; the outline of the target says more. */
export function classBorders(
  colours: ThemeColours,
  tokens: HeatmapTokens,
  order: TokenOrder,
  map: Box,
  cell: number,
): Mark[] {
  if (order.kind !== 'class') return [];
  const columns = bordersOf(classRuns(order.queries, tokens.queryTokens), cell);
  const rows = bordersOf(classRuns(order.keys, tokens.keyTokens), cell);
  const lines = [
    ...columns.map((at) => lineThrough(map.x + at, map.y, map.x + at, map.y + map.height)),
    ...rows.map((at) => lineThrough(map.x, map.y + at, map.x + map.width, map.y + at)),
  ];
  if (lines.length === 0) return [];
  return [{ kind: 'path', lines, stroke: colours.overlayInk, strokeWidth: 1, opacity: 0.35, crisp: true }];
}

/** Px from the map's edge. */
function bordersOf(runs: readonly ClassRun[], cell: number): number[] {
  const length = (runs.at(-1)?.to ?? 0) * cell;
  if (length / Math.max(1, runs.length) < leastApart) return [];
  return runs.slice(1).map(({ from }) => from * cell);
}
