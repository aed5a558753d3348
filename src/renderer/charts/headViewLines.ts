import type { AttentionBundle } from '../../shared/attention.ts';
import { headValues } from '../../shared/attention.ts';
import { headColour, themes } from '../../shared/colours.ts';
import type { Theme } from '../../shared/colours.ts';
import { scalePosition } from '../../shared/scales.ts';
import { lineScale } from './headLegend.ts';
import type { HeadViewLayout, HeadViewOptions, TokenRef } from './headViewLayout.ts';
import { rowMiddle } from './headViewLayout.ts';
import type { Mark } from './plan.ts';
import { lineThrough } from './plan.ts';

/** Opacity of the lines that a selection leaves out. */
const idleOpacity = 0.035;
/** Lines are drawn in this many steps of opacity, so that a few paths serve thousands of lines. */
const opacitySteps = 20;

/**
 * The smallest weight drawn of each query and head, [heads, queries]: its largest weights up to `share` of its mass,
 * the one that reaches it included; equal weights are drawn together. Signed values count by size.
 */
export function massThresholds(bundle: AttentionBundle, layer: number, share: number): Float32Array {
  const { heads, keys, queries } = bundle;
  const thresholds = new Float32Array(heads * queries);
  if (share >= 1) return thresholds;
  const column = new Float32Array(keys);
  for (let head = 0; head < heads; head += 1) {
    const values = headValues(bundle, layer, head);
    for (let query = 0; query < queries; query += 1) {
      let mass = 0;
      for (let key = 0; key < keys; key += 1) {
        column[key] = Math.abs(values[key * queries + query]!);
        mass += column[key]!;
      }
      column.sort();
      let reached = 0;
      let rank = keys;
      while (rank > 0 && reached <= mass * share) {
        rank -= 1;
        reached += column[rank]!;
      }
      thresholds[head * queries + query] = column[rank]!;
    }
  }
  return thresholds;
}

/** Which lines a layer holds: all by weight, all faint (below a selection), or those of one token. */
export type LineLayer = 'all' | 'idle' | TokenRef;

/** Lines from queries to keys, one path a head, query and opacity; zero weights have none. */
export function headViewLines(
  bundle: AttentionBundle,
  layout: HeadViewLayout,
  options: HeadViewOptions,
  thresholds: Float32Array,
  layer: LineLayer,
): Mark[] {
  const { order, theme, scale, heads: shown } = options;
  const { heads, queries } = bundle;
  const token = typeof layer === 'string' ? null : layer;
  const keyRow = rowsOf(layout, order.keys);
  const queryRow = rowsOf(layout, order.queries);
  // A selected key has its columns of weights beside the queries, where its lines would begin.
  const start = token?.side === 'key' ? layout.lineStart + heads * layout.columnPitch : layout.lineStart;
  const opacityScale = lineScale(scale, token !== null);
  const marks: Mark[] = [];
  const [firstQuery, lastQuery] = rangeOf(token, 'query', queries);
  const [firstKey, lastKey] = rangeOf(token, 'key', bundle.keys);
  for (let head = 0; head < heads; head += 1) {
    if (shown?.[head] === false) continue;
    const values = headValues(bundle, options.layer ?? 0, head);
    for (let query = firstQuery; query < lastQuery; query += 1) {
      const threshold = thresholds[head * queries + query]!;
      const byStyle = new Map<number, Float64Array[]>();
      for (let key = firstKey; key < lastKey; key += 1) {
        const value = values[key * queries + query]!;
        const size = Math.abs(value);
        if (!(size > 0) || size < threshold) continue;
        const place = scalePosition(opacityScale, size);
        const step = layer === 'idle' ? 1 : Math.max(1, Math.round(place * opacitySteps));
        const style = value < 0 ? -step : step;
        const line = lineThrough(start, queryRow[query]!, layout.lineEnd, keyRow[key]!);
        const lines = byStyle.get(style);
        if (lines === undefined) byStyle.set(style, [line]);
        else lines.push(line);
      }
      for (const [style, lines] of [...byStyle].sort(([a], [b]) => a - b)) {
        const opacity = layer === 'idle' ? idleOpacity : Math.abs(style) / opacitySteps;
        const { stroke, dash } = lineColour(theme, head, style < 0, scale.signed);
        const strokeWidth = token === null ? 1 : 1.6;
        marks.push({ kind: 'path', lines, stroke, strokeWidth, dash, opacity });
      }
    }
  }
  return marks;
}

/** From the first to after the last of a side: a chosen token alone, else all `count`. */
function rangeOf(token: TokenRef | null, side: TokenRef['side'], count: number): readonly [number, number] {
  return token?.side === side ? [token.index, token.index + 1] : [0, count];
}

/** A head's colour; where values have signs, the difference's purple or orange instead. */
function lineColour(
  theme: Theme,
  head: number,
  negative: boolean,
  signed: boolean,
): { readonly stroke: string; readonly dash: readonly number[] } {
  const colour = headColour(theme, head);
  if (!signed) return colour;
  return { stroke: themes[theme].diverging[negative ? 2 : 8]!, dash: negative ? [4, 2] : colour.dash };
}

function rowsOf(layout: HeadViewLayout, order: Int32Array): Float64Array {
  const rows = new Float64Array(order.length);
  order.forEach((index, position) => {
    rows[index] = rowMiddle(layout, position);
  });
  return rows;
}
