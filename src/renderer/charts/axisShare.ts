/** An axis from end to end. */
export interface Span {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

/**
 * Where something stands within an axis, 0 at its low and 1 at its high end; a log axis has no place for what is not
 * above zero, so that stands at its low end.
 */
export function axisShare({ low, high, log }: Span, value: number): number {
  if (!log) return (value - low) / (high - low);
  return value <= 0 ? 0 : Math.log(value / low) / Math.log(high / low);
}

/** The value at a share of an axis: `axisShare` read backwards. */
export function axisValue({ low, high, log }: Span, share: number): number {
  return log ? low * (high / low) ** share : low + share * (high - low);
}
