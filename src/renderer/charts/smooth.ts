import type { LossSeries } from '../../shared/run.ts';

/**
 * Exponential moving average with bias correction, so that the first values are not drawn towards zero:
 * `factor` 0 is the series itself, 0.9 weighs about the last ten. Values that are not finite stay as they are and
 * leave the average untouched.
 */
export function smooth(values: ArrayLike<number>, factor: number): Float64Array {
  const result = new Float64Array(values.length);
  let [sum, weight] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      result[i] = value;
      continue;
    }
    sum = factor * sum + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
    result[i] = sum / weight;
  }
  return result;
}

/** Of a series, by the factor last asked for. */
const known = new WeakMap<LossSeries, { readonly factor: number; readonly values: Float64Array }>();

/** The smoothed losses of a series, worked out once for its line, its end and every reading of it. */
export function smoothedLosses(series: LossSeries, factor: number): Float64Array {
  const found = known.get(series);
  if (found?.factor === factor) return found.values;
  const values = smooth(series.losses, factor);
  known.set(series, { factor, values });
  return values;
}
