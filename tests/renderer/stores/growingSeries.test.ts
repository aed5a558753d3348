import { describe, expect, it } from 'vitest';
import { asRunId } from '../../../src/shared/ids.ts';
import { GrowingSeries } from '../../../src/renderer/stores/growingSeries.ts';

const steps = (firstStep: number, count: number) => ({
  firstStep,
  losses: Float64Array.from({ length: count }, (_, i) => firstStep + i),
  seconds: Float64Array.from({ length: count }, (_, i) => (firstStep + i) / 2),
});

describe('a series that grows', () => {
  it('takes only what is new, in order, past its first memory', () => {
    const series = new GrowingSeries(asRunId('abcd'));
    expect(series.add(steps(1, 1000))).toBe(true);
    expect(series.add(steps(900, 4000))).toBe(true);
    expect(series.add(steps(10, 20))).toBe(true);
    expect(series.length).toBe(4899);
    const { losses, seconds } = series.view();
    expect(losses.every((loss, index) => loss === index + 1)).toBe(true);
    expect(seconds[4898]).toBe(4899 / 2);
  });

  it('refuses steps after a gap and keeps what it has', () => {
    const series = new GrowingSeries(asRunId('abcd'));
    series.add(steps(1, 3));
    expect(series.add(steps(5, 1))).toBe(false);
    expect(series.length).toBe(3);
  });

  it('leaves views already given as they were', () => {
    const series = new GrowingSeries(asRunId('abcd'));
    series.add(steps(1, 3));
    const before = series.view();
    series.add(steps(4, 5000));
    expect([...before.losses]).toEqual([1, 2, 3]);
  });
});
