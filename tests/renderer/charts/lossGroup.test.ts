import { describe, expect, it } from 'vitest';
import { asRunId } from '../../../src/shared/ids.ts';
import type { Evaluation, LossSeries } from '../../../src/shared/run.ts';
import { lossChart, type LossChartOptions } from '../../../src/renderer/charts/lossChart.ts';
import { drawnSeries } from '../../helpers/drawnSeries.ts';
import { meanEvaluations, meanSeries, spreadOf } from '../../../src/renderer/charts/lossGroup.ts';

const series = (losses: readonly number[]): LossSeries => ({
  runId: asRunId('abcd'),
  firstStep: 1,
  losses: Float64Array.from(losses),
  seconds: Float64Array.from(losses, (_, i) => i + 1),
});
const evaluation = (step: number, loss: number): Evaluation => ({
  epoch: step / 10,
  step,
  seconds: 1,
  metrics: { loss, sameClassMass: 0.5, voteAccuracy: 0.5, precisionAt1: 0.5, entropy: 3 },
});

describe('repeats of an experiment', () => {
  it('have a mean over the steps that all of them have', () => {
    expect([...meanSeries([series([-0.2, -0.4, -0.9]), series([-0.4, -0.6])]).losses]).toEqual([
      expect.closeTo(-0.3, 12),
      expect.closeTo(-0.5, 12),
    ]);
  });

  // By hand: values 1, 2, 4 have mean 7/3 and sample deviation √(7/3).
  it('spread by one deviation, one standard error, or from least to most', () => {
    const values = [[1], [2], [4]];
    const deviation = Math.sqrt(7 / 3);
    expect(spreadOf(values, 'sd').high[0]).toBeCloseTo(7 / 3 + deviation, 12);
    expect(spreadOf(values, 'se').low[0]).toBeCloseTo(7 / 3 - deviation / Math.sqrt(3), 12);
    expect(spreadOf(values, 'range')).toEqual({ low: Float64Array.of(1), high: Float64Array.of(4) });
    expect(spreadOf([[5]], 'sd')).toEqual({ low: Float64Array.of(5), high: Float64Array.of(5) });
  });

  it('are tested where all of them were', () => {
    const means = meanEvaluations([
      [evaluation(0, -0.2), evaluation(10, -0.3), evaluation(20, -0.5)],
      [evaluation(0, -0.4), evaluation(20, -0.7)],
    ]);
    expect(means.map(({ step, metrics }) => [step, metrics.loss])).toEqual([
      [0, expect.closeTo(-0.3, 12)],
      [20, expect.closeTo(-0.6, 12)],
    ]);
  });
});

describe('a group in the loss chart', () => {
  const members = [series([-0.2, -0.3, -0.4]), series([-0.4, -0.5, -0.9])];
  const options: LossChartOptions = {
    theme: 'light',
    width: 700,
    height: 300,
    loss: 'cosine',
    smoothing: 0.5,
    raw: true,
    band: 'range',
    logY: false,
    xAxis: 'step',
    baselines: [],
  };
  const run = {
    name: 'group',
    colour: 2,
    state: 'finished' as const,
    series: meanSeries(members),
    evaluations: [],
    stepsPerEpoch: 3,
    totalSteps: 3,
    members,
  };
  it('is its mean over a band and its members, faint', () => {
    const [low, span, ...lines] = drawnSeries(lossChart([run], options));
    expect(low?.stack).toBe(span?.stack);
    expect(span?.areaStyle?.opacity).toBe(0.16);
    const top = low!.data.map(([x, y], i) => [x, y + (span?.data[i]?.[1] ?? 0)]);
    expect(low?.data[0]).toEqual([1, expect.closeTo(-0.4, 12)]);
    expect(top[0]).toEqual([1, expect.closeTo(-0.2, 12)]);
    expect(lines.map(({ lineStyle }) => lineStyle?.opacity)).toEqual([0.26, 0.26, undefined, undefined]);
  });

  it('reaches as far down as its members do', () => {
    const { option } = lossChart([run], options);
    expect((option.yAxis as { min: number }).min).toBeLessThan(-0.9);
  });

  it('of one has no band', () => {
    const alone = lossChart([{ ...run, members: [members[0]!] }], options);
    expect(drawnSeries(alone).every(({ stack }) => stack === undefined)).toBe(true);
  });
});
