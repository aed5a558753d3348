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
