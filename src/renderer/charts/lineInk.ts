import { parseHex } from '../../shared/colours.ts';
import type { LineStyle } from './lineField.ts';

/** Lengths of strokes and gaps by turns, px, and their sum; `key` tells one from another. */
export interface Dash {
  readonly key: string;
  readonly lengths: readonly number[];
  readonly period: number;
}

/** A style in channels from 0 to 1 and lengths in device pixels. */
export function inkOf(
  { stroke, dash }: LineStyle,
  ratio: number,
): { readonly red: number; readonly green: number; readonly blue: number; readonly dash: Dash | null } {
  const [red, green, blue] = parseHex(stroke);
  const lengths = dash.map((length) => length * ratio);
  return {
    red: red / 255,
    green: green / 255,
    blue: blue / 255,
    dash:
      dash.length === 0
        ? null
        : { key: dash.join(), lengths, period: lengths.reduce((sum, length) => sum + length, 0) },
  };
}

/** Whether a dashed line shows nothing so far along it, px. */
export function isGap({ lengths, period }: Dash, walked: number): boolean {
  let rest = walked % period;
  for (let i = 0; i < lengths.length; i += 1) {
    rest -= lengths[i]!;
    if (rest < 0) return i % 2 === 1;
  }
  return false;
}
