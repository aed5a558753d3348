import type { CustomSeriesOption, EChartsOption } from 'echarts';
import type { Box } from './plan.ts';

/** One of many lines, x and y in turn, in pixels of the plot from its left and from its top. */
export interface StackedLine {
  readonly points: Float64Array;
  readonly colour: string;
  /** Strokes and gaps in turn; empty for a whole line. */
  readonly dash: readonly number[];
}

type Series = NonNullable<Exclude<EChartsOption['series'], readonly unknown[]>>;
type RenderItem = NonNullable<CustomSeriesOption['renderItem']>;

/**
 * Hundreds of lines over one another as one series of the chart: each as a series of its own would be kept, measured and
 * laid out by itself, which takes longer than drawing it. Clipped to the plot.
 */
export function lineStack(lines: readonly StackedLine[], plot: Box, width: number): Series {
  const children = lines.map(({ points, colour, dash }) => ({
    type: 'polyline' as const,
    silent: true,
    shape: { points: pairs(points, plot) },
    style: {
      fill: 'none',
      stroke: colour,
      lineWidth: width,
      lineJoin: 'round' as const,
      ...(dash.length === 0 ? {} : { lineDash: [...dash] }),
    },
  }));
  const renderItem: RenderItem = () => ({ type: 'group', silent: true, children });
  return {
    type: 'custom',
    silent: true,
    animation: false,
    coordinateSystem: 'cartesian2d',
    clip: true,
    z: 3,
    // One item, wherever it lies: its drawing is all lines.
    data: [[1, 1]],
    renderItem,
  };
}

function pairs(points: Float64Array, plot: Box): number[][] {
  return Array.from({ length: points.length / 2 }, (_, i) => [
    plot.x + points[2 * i]!,
    plot.y + points[2 * i + 1]!,
  ]);
}
