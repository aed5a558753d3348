import type { ThemeColours } from '../../shared/colours.ts';
import type { TokenOrder } from '../../shared/order.ts';
import { classRuns } from './classStrips.ts';
import type { HeatmapTokens } from './heatmapLayout.ts';
import type { Box, Mark } from './plan.ts';
import { boxLine, lineThrough } from './plan.ts';

/** Below this many pixels a cell, the outlines of single cells and the halo of a square would cover the cells. */
const smallestOutlinedCell = 4;

/**
 * The outline of the target (key and query of one class) over a map: a square a class in class order, the edges of
 * its cells in other orders. Neutral ink with a halo, so that it reads on both maps.
 */
export function targetOutline(
  colours: ThemeColours,
  tokens: HeatmapTokens,
  order: TokenOrder,
  map: Box,
  cell: number,
): Mark[] {
  const blocks = order.kind === 'class';
  if (!blocks && cell < smallestOutlinedCell) return [];
  const lines = blocks ? blockLines(tokens, order, map, cell) : edgeLines(tokens, order, map, cell);
  const shape = { kind: 'path', lines, closed: blocks } as const;
  const ink: Mark = { ...shape, stroke: colours.overlayInk, strokeWidth: 1.2 };
  if (cell < smallestOutlinedCell) return [ink];
  return [{ ...shape, stroke: colours.overlayHalo, strokeWidth: 3, opacity: 0.75 }, ink];
}

function blockLines(tokens: HeatmapTokens, order: TokenOrder, map: Box, cell: number): Float64Array[] {
  const queryRuns = classRuns(order.queries, tokens.queryTokens);
  return classRuns(order.keys, tokens.keyTokens).flatMap((keyRun) => {
    if (keyRun.group < 0) return [];
    const queryRun = queryRuns.find(({ group }) => group === keyRun.group);
    if (queryRun === undefined) return [];
    return boxLine({
      x: map.x + queryRun.from * cell + 1,
      y: map.y + keyRun.from * cell + 1,
      width: Math.max(1, (queryRun.to - queryRun.from) * cell - 2),
      height: Math.max(1, (keyRun.to - keyRun.from) * cell - 2),
    });
  });
}

/** Edges between a cell inside the target and one outside it, joined where they run on. */
function edgeLines(tokens: HeatmapTokens, order: TokenOrder, map: Box, cell: number): Float64Array[] {
  const [rows, columns] = [order.keys.length, order.queries.length];
  const inside = (row: number, column: number): boolean => {
    if (row < 0 || column < 0 || row >= rows || column >= columns) return false;
    const group = tokens.keyTokens[order.keys[row]!]?.group ?? -1;
    return group >= 0 && group === tokens.queryTokens[order.queries[column]!]?.group;
  };
  const lines: Float64Array[] = [];
  const sweep = (
    edges: number,
    length: number,
    differs: (edge: number, at: number) => boolean,
    line: (edge: number, from: number, to: number) => Float64Array,
  ): void => {
    for (let edge = 0; edge <= edges; edge += 1) {
      let from = -1;
      for (let at = 0; at <= length; at += 1) {
        const on = at < length && differs(edge, at);
        if (on && from < 0) from = at;
        if (on || from < 0) continue;
        lines.push(line(edge, from, at));
        from = -1;
      }
    }
  };
  const [x, y] = [(at: number) => map.x + at * cell, (at: number) => map.y + at * cell];
  sweep(
    rows,
    columns,
    (row, column) => inside(row - 1, column) !== inside(row, column),
    (row, from, to) => lineThrough(x(from), y(row), x(to), y(row)),
  );
  sweep(
    columns,
    rows,
    (column, row) => inside(row, column - 1) !== inside(row, column),
    (column, from, to) => lineThrough(x(column), y(from), x(column), y(to)),
  );
  return lines;
}
