import type { LossChart } from '../../src/renderer/charts/lossChart.ts';

/** What tests look at of a series that the chart of losses draws. */
export interface DrawnSeries {
  readonly type: string;
  readonly data: readonly (readonly [x: number, y: number])[];
  readonly stack?: string;
  readonly lineStyle?: {
    readonly opacity?: number;
    readonly width?: number;
    readonly type?: unknown;
    readonly color?: string;
  };
  readonly areaStyle?: { readonly opacity: number };
  readonly itemStyle?: { readonly color: string; readonly borderColor: string };
}

/** The series of a chart with their points as pairs: lines go to the chart as typed arrays, x and y in turn. */
export function drawnSeries({ option }: Pick<LossChart, 'option'>): readonly DrawnSeries[] {
  const series = option.series as unknown as readonly (Omit<DrawnSeries, 'data'> & {
    readonly data: DrawnSeries['data'] | Float64Array;
  })[];
  return series.map((one) => ({
    ...one,
    data: one.data instanceof Float64Array ? pairs(one.data) : one.data,
  }));
}

function pairs(data: Float64Array): DrawnSeries['data'] {
  return Array.from({ length: data.length / 2 }, (_, i) => [data[2 * i]!, data[2 * i + 1]!] as const);
}

interface StackedLine {
  readonly shape: { readonly points: readonly (readonly [x: number, y: number])[] };
  readonly style: {
    readonly lineWidth: number;
    readonly stroke: string;
    readonly lineDash?: readonly number[];
  };
}

/** The lines of a chart of very many runs, in its pixels. */
export function stackedLines({ option }: Pick<LossChart, 'option'>): readonly StackedLine[] {
  const series = option.series as unknown as readonly {
    readonly type: string;
    readonly renderItem?: () => { readonly children: readonly StackedLine[] };
  }[];
  return series.flatMap(({ type, renderItem }) => (type === 'custom' ? (renderItem?.().children ?? []) : []));
}
