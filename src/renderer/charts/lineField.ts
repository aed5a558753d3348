import type { AttentionBundle } from '../../shared/attention.ts';
import { headColour, themes } from '../../shared/colours.ts';
import { scalePosition } from '../../shared/scales.ts';
import { lineScale } from './headLegend.ts';
import type { HeadViewLayout, HeadViewOptions, TokenRef } from './headViewLayout.ts';
import { rowMiddle } from './headViewLayout.ts';

/** Opacity of a line that a selection leaves out, and of all of them together, in the mean over their room. */
const idleOpacity = { one: 0.035, all: 0.3 } as const;
/** Lines are drawn in this many steps of opacity, so that a few paths serve thousands of lines. */
const opacitySteps = 20;

/** The weights of one layer, [heads, keys, queries]. */
export interface HeadWeights {
  readonly heads: number;
  readonly keys: number;
  readonly queries: number;
  readonly values: Float32Array;
}

export function layerWeights(bundle: AttentionBundle, layer: number): HeadWeights {
  const { heads, keys, queries, values } = bundle;
  const size = heads * keys * queries;
  return { heads, keys, queries, values: values.subarray(layer * size, (layer + 1) * size) };
}

export interface LineStyle {
  readonly stroke: string;
  readonly dash: readonly number[];
}

export interface HeadLines {
  readonly positive: LineStyle;
  readonly negative: LineStyle;
  /** [queries, keys] in the order of their rows: step of opacity, 0 for no line, below 0 for a negative weight. */
  readonly steps: Int8Array;
}

/** Lines from queries to keys as numbers: what a path, a canvas and an array of pixels are drawn from alike. */
export interface LineField {
  /** Ends of every line, px from the left. */
  readonly start: number;
  readonly end: number;
  /** Middles of the rows the lines begin and end in, px from the top, ascending. */
  readonly queryRows: Float64Array;
  readonly keyRows: Float64Array;
  readonly strokeWidth: number;
  /** The heads that are on, later ones above. */
  readonly heads: readonly HeadLines[];
  /** By step of opacity. */
  readonly opacities: Float64Array;
}

/**
 * The lines of all tokens, opacity the weight itself, or those of one token, opacity the weight's root. Zero weights
 * and those below a query's threshold ([heads, queries]) have none.
 */
export function lineField(
  weights: HeadWeights,
  layout: HeadViewLayout,
  options: Pick<HeadViewOptions, 'theme' | 'order' | 'scale' | 'heads'>,
  thresholds: Float32Array,
  token: TokenRef | null,
): LineField {
  const { order, scale, theme, heads: shown } = options;
  const { heads, keys, queries, values } = weights;
  const queryOrder = token?.side === 'query' ? Int32Array.of(token.index) : order.queries;
  const keyOrder = token?.side === 'key' ? Int32Array.of(token.index) : order.keys;
  const opacityScale = lineScale(scale, token !== null);
  const lines: HeadLines[] = [];
  for (let head = 0; head < heads; head += 1) {
    if (shown?.[head] === false) continue;
    const steps = new Int8Array(queryOrder.length * keyOrder.length);
    for (let column = 0; column < keyOrder.length; column += 1) {
      const row = (head * keys + keyOrder[column]!) * queries;
      for (let place = 0; place < queryOrder.length; place += 1) {
        const query = queryOrder[place]!;
        const value = values[row + query]!;
        const size = Math.abs(value);
        if (!(size > 0) || size < thresholds[head * queries + query]!) continue;
        const step = Math.max(1, Math.round(scalePosition(opacityScale, size) * opacitySteps));
        steps[place * keyOrder.length + column] = value < 0 ? -step : step;
      }
    }
    const colour = headColour(theme, head);
    const { diverging } = themes[theme];
    // Where values have signs, the difference's orange and purple instead of the head's colour.
    const positive = scale.signed ? { ...colour, stroke: diverging[8]! } : colour;
    const negative = scale.signed ? { stroke: diverging[2]!, dash: [4, 2] } : colour;
    lines.push({ positive, negative, steps });
  }
  return {
    // A selected key has its columns of weights beside the queries, where its lines would begin.
    start: token?.side === 'key' ? layout.lineStart + heads * layout.columnPitch : layout.lineStart,
    end: layout.lineEnd,
    queryRows: rowsOf(layout, order.queries, token?.side === 'query' ? token.index : null),
    keyRows: rowsOf(layout, order.keys, token?.side === 'key' ? token.index : null),
    strokeWidth: token === null ? 1 : 1.6,
    heads: lines,
    opacities: Float64Array.from({ length: opacitySteps + 1 }, (_, step) => step / opacitySteps),
  };
}

/**
 * The same lines behind a selection: one faint opacity for all. Where so many cross that they would cover the lines
 * in front of them, each is fainter still.
 */
export function idleField(field: LineField): LineField {
  const depth = meanDepth(field);
  const opacity = Math.min(idleOpacity.one, 1 - (1 - idleOpacity.all) ** (1 / Math.max(depth, 1e-9)));
  return { ...field, opacities: field.opacities.map((own) => (own === 0 ? 0 : opacity)) };
}

/** How many lines lie over a pixel, in the mean over the room between the columns. */
function meanDepth({ start, end, queryRows, keyRows, heads, strokeWidth }: LineField): number {
  let length = 0;
  for (let query = 0; query < queryRows.length; query += 1) {
    for (let key = 0; key < keyRows.length; key += 1) {
      let lines = 0;
      for (const { steps } of heads) if (steps[query * keyRows.length + key] !== 0) lines += 1;
      length += lines * Math.sqrt((end - start) ** 2 + (keyRows[key]! - queryRows[query]!) ** 2);
    }
  }
  const top = Math.min(queryRows[0] ?? 0, keyRows[0] ?? 0);
  const bottom = Math.max(queryRows.at(-1) ?? 0, keyRows.at(-1) ?? 0);
  return (length * strokeWidth) / Math.max(1, (end - start) * (bottom - top));
}

/** Middles of rows from top to bottom; of one token alone that token's. */
function rowsOf(layout: HeadViewLayout, order: Int32Array, only: number | null): Float64Array {
  if (only !== null) return Float64Array.of(rowMiddle(layout, order.indexOf(only)));
  return Float64Array.from(order, (_, position) => rowMiddle(layout, position));
}
