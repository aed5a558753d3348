import type { SpreadKind } from './comparison.ts';

/** The mean of some values with their spread. */
export interface ValueSpread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Half the width of a symmetric spread; null of the range, of none and of a single value. */
  readonly half: number | null;
}

/** Mean and spread of values, n − 1 in the deviation; null without a finite value. Of a single one it is the value. */
export function valueSpread(values: readonly number[], kind: SpreadKind | null): ValueSpread | null {
  const finite = values.filter(Number.isFinite);
  const count = finite.length;
  if (count === 0) return null;
  const mean = finite.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1 || kind === null) return { mean, low: mean, high: mean, count, half: null };
  if (kind === 'range') {
    return { mean, low: Math.min(...finite), high: Math.max(...finite), count, half: null };
  }
  const deviation = Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  const half = kind === 'se' ? deviation / Math.sqrt(count) : deviation;
  return { mean, low: mean - half, high: mean + half, count, half };
}
