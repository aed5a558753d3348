import { describe, expect, it } from 'vitest';
import { lineStack } from '../../../src/renderer/charts/lineStack.ts';
import { chartPlan } from '../../../src/main/figures/chartPlan.ts';

const plot = { x: 10, y: 20, width: 100, height: 50 };
const lines = [
  { points: Float64Array.of(0, 0, 50, 25, 100, 50), colour: '#102030', dash: [] },
  { points: Float64Array.of(0, 50, 100, -40), colour: '#405060', dash: [4, 2] },
];
const option = {
  animation: false,
  grid: { left: plot.x, top: plot.y, width: plot.width, height: plot.height, containLabel: false },
  xAxis: { type: 'value' as const, min: 0, max: 1, show: false },
  yAxis: { type: 'log' as const, min: 1e-3, max: 1, show: false },
  series: [lineStack(lines, plot, 1)],
};

describe('many lines as one series', () => {
  it('lie where their pixels say, each in its own colour and dash, clipped to the plot', () => {
    const words = { background: '#fff', description: 'lines' };
    const { marks } = chartPlan(option, { width: 120, height: 90 }, words);
    const [group, ...others] = marks.filter((mark) => mark.kind === 'group');
    expect(others).toEqual([]);
    expect(group?.clip).toEqual(plot);
    expect(group?.marks).toEqual([
      { kind: 'path', lines: [Float64Array.of(10, 20, 60, 45, 110, 70)], stroke: '#102030', strokeWidth: 1 },
      {
        kind: 'path',
        lines: [Float64Array.of(10, 70, 110, -20)],
        stroke: '#405060',
        strokeWidth: 1,
        dash: [4, 2],
      },
    ]);
  });
});
