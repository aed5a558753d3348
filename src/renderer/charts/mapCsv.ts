import type { TokenOrder } from '../../shared/order.ts';
import type { HeatmapTokens } from './heatmapLayout.ts';

/**
 * The cells of a map as CSV in the order they are drawn: a head of queries, then a line a key. Values are the exact
 * float32 in the fewest digits that give it back, with an ASCII minus sign.
 */
export function mapCsv(tokens: HeatmapTokens, values: ArrayLike<number>, order: TokenOrder): string {
  const head = ['key', ...Array.from(order.queries, (query) => tokens.queryTokens[query]?.label ?? '')];
  const lines = Array.from(order.keys, (key) => [
    tokens.keyTokens[key]?.label ?? '',
    ...Array.from(order.queries, (query) => shortest(values[key * tokens.queries + query]!)),
  ]);
  return `${[head, ...lines].map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
}

/** The shortest decimal that rounds to the same float32: 0.41, not 0.4099999964237213. */
export function shortest(value: number): string {
  if (!Number.isFinite(value) || Math.fround(value) !== value) return String(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
