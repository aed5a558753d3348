import { describe, expect, it } from 'vitest';
import {
  lossChart,
  type LossChartOptions,
  type LossChartRun,
} from '../../../src/renderer/charts/lossChart.ts';
import { pointedCurve } from '../../../src/renderer/charts/pointedCurve.ts';
import { axisShare } from '../../../src/renderer/charts/axisShare.ts';
import { runColour } from '../../../src/shared/colours.ts';
import { asRunId } from '../../../src/shared/ids.ts';

const options: LossChartOptions = {
  theme: 'dark',
  width: 700,
  height: 300,
  loss: 'cosine',
  smoothing: 0,
  raw: true,
  logY: false,
  xAxis: 'step',
  baselines: [],
};
const runOf = (losses: readonly number[], colour = 0): LossChartRun => ({
  name: 'a run',
  colour,
  state: 'finished',
  series: {
    runId: asRunId('sample1'),
    firstStep: 1,
    losses: Float64Array.from(losses),
    seconds: Float64Array.from(losses, (_, i) => i + 1),
  },
  evaluations: [],
  stepsPerEpoch: 2,
  totalSteps: losses.length,
});

describe('a line that stands out over a chart', () => {
  it('lies where the chart has it, in its run’s colour and dash, straight over steps without a value', () => {
    const runs = [runOf([-0.1, -0.2, Number.NaN, -0.4, -0.8]), runOf([-0.3, -0.3, -0.3, -0.3, -0.3], 1)];
    const chart = lossChart(runs, options);
    const found = pointedCurve(runs[0]!, options, chart)!;
    const { plot, span, vertical } = chart;
    const place = (step: number, loss: number): string => {
      const x = plot.x + axisShare(span, step) * plot.width;
      const y = plot.y + (1 - axisShare(vertical, loss)) * plot.height;
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    };
    expect(found.path).toBe(`M${place(1, -0.1)}L${place(2, -0.2)}L${place(4, -0.4)}L${place(5, -0.8)}`);
    expect(found.colour).toBe(runColour('dark', 0));
    expect(found.end).toMatchObject({ loss: -0.8, x: plot.x + plot.width });
    expect(pointedCurve(runs[1]!, options, chart)?.dash).not.toEqual(found.dash);
  });

  it('is none of a run without a loss', () => {
    const chart = lossChart([runOf([-0.5, -0.6])], options);
    expect(pointedCurve(runOf([]), options, chart)).toBeNull();
    expect(pointedCurve(runOf([Number.NaN]), options, chart)).toBeNull();
  });
});
