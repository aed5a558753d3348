import { rampTable, toHex, type Theme } from '../../shared/colours.ts';
import { paletteLevel } from './colourBar.ts';

/** How far from the middle of the diverging map: strong enough beside its ground, and letters over it can be read. */
const strength = 0.38;

/** What raises a score and what lowers it, in the colours of a difference. */
export function signColour(theme: Theme, value: number): string {
  const level = paletteLevel(value < 0 ? 0.5 - strength : 0.5 + strength) * 3;
  const table = rampTable(theme, 'diverging');
  return toHex([table[level] ?? 0, table[level + 1] ?? 0, table[level + 2] ?? 0]);
}
