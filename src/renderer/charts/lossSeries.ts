import type { EChartsOption } from 'echarts';
import { themes } from '../../shared/colours.ts';
import type { Curve } from './decimate.ts';
import { lineStack } from './lineStack.ts';
import type { LossChartOptions } from './lossChart.ts';
import type { LossCurves } from './lossCurves.ts';
import type { Box } from './plan.ts';
import { thin, type PixelLine } from './thin.ts';
import { chartWords, fill } from './words.ts';

type Series = NonNullable<Exclude<EChartsOption['series'], readonly unknown[]>>;

/** Pixels of the plot from its left and from its top. */
export interface PlacePixel {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** How far in pixels a drawn line may pass from a point it leaves out: less than an eye or a printer tells. */
const thinTolerance = 0.25;
/** The same of the faint lines below, where each pixel has its least and its largest anyway. */
const rawTolerance = 0.5;

/** Points of a line, x and y in turn: the chart takes them so without making an object of each. */
type Points = Float64Array;
/** Data of a series. The chart's types do not say that it takes typed arrays; its reader of sources does. */
const pairs = (data: Points): { readonly dimensions: string[]; readonly data: number[][] } => ({
  dimensions: ['x', 'y'],
  data: data as unknown as number[][],
});

/** A line as the chart takes it. Of one with more points than pixels, those that draw it. */
function points(curve: Curve, place: PlacePixel, tolerance: number): Points {
  const { xs, ys, complete } = curve;
  if (complete) return interleaved(xs, ys);
  return picked(interleaved(xs, ys), thin(inPixels(curve, place), tolerance));
}

/** The same in pixels of the plot. */
function pixelPoints(curve: Curve, place: PlacePixel): PixelLine {
  const line = inPixels(curve, place);
  return curve.complete ? line : picked(line, thin(line, thinTolerance));
}

function inPixels({ xs, ys }: Curve, place: PlacePixel): PixelLine {
  const line = new Float64Array(2 * xs.length);
  for (let i = 0; i < xs.length; i += 1) {
    line[2 * i] = place.x(xs[i]!);
    line[2 * i + 1] = place.y(ys[i]!);
  }
  return line;
}

function picked(line: Points, kept: readonly number[]): Points {
  const found = new Float64Array(2 * kept.length);
  kept.forEach((index, i) => {
    found[2 * i] = line[2 * index]!;
    found[2 * i + 1] = line[2 * index + 1]!;
  });
  return found;
}

function interleaved(xs: Float64Array, ys: Float64Array): Points {
  const line = new Float64Array(2 * xs.length);
  for (let i = 0; i < xs.length; i += 1) {
    line[2 * i] = xs[i]!;
    line[2 * i + 1] = ys[i]!;
  }
  return line;
}

interface Strokes {
  readonly width: number;
  readonly hasTests: boolean;
  readonly bandOpacity: number;
  /** The averages are drawn by `stackSeries`. */
  readonly isStacked: boolean;
}

/** Averages of many runs as one series. */
export function stackSeries(
  curves: readonly LossCurves[],
  { width }: Pick<Strokes, 'width'>,
  plot: Box,
  place: PlacePixel,
): Series {
  const lines = curves.map(({ smoothed, colour, dash }) => ({
    points: pixelPoints(smoothed, place),
    colour,
    dash,
  }));
  return lineStack(lines, plot, width);
}

/** What is drawn of one run, or of a group: its band, itself, its average, its tests. */
export function curveSeries(
  curves: LossCurves,
  { width, hasTests, bandOpacity, isStacked }: Strokes,
  { theme, words = chartWords }: LossChartOptions,
  place: PlacePixel,
): Series[] {
  const { run, colour, dash, raws, band, smoothed, tests } = curves;
  const line = {
    type: 'line',
    name: run.name,
    silent: true,
    // `symbol: 'none'` would still make, compare and leave out a symbol a point.
    showSymbol: false,
    animation: false,
    emphasis: { disabled: true },
  } as const;
  const drawn: Series[] = [];
  if (band !== null) {
    // An area between two lines: the upper one is stacked on the lower, whatever their signs.
    const edge = { ...line, z: 1, stack: `${run.name} ${colour}`, stackStrategy: 'all' } as const;
    drawn.push(
      { ...edge, ...pairs(interleaved(band.xs, band.low)), lineStyle: { opacity: 0 } },
      {
        ...edge,
        ...pairs(
          interleaved(
            band.xs,
            band.high.map((high, i) => high - band.low[i]!),
          ),
        ),
        lineStyle: { opacity: 0 },
        areaStyle: { color: colour, opacity: bandOpacity },
      },
    );
  }
  for (const raw of raws) {
    drawn.push({
      ...line,
      ...pairs(points(raw, place, rawTolerance)),
      z: 2,
      lineStyle: { color: colour, width: 1, opacity: 0.26 },
    });
  }
  if (!isStacked) {
    drawn.push({
      ...line,
      ...pairs(points(smoothed, place, thinTolerance)),
      z: 3,
      lineStyle: {
        color: colour,
        width,
        join: 'round',
        type: dash.length === 0 ? 'solid' : [...dash],
      },
    });
  }
  if (!hasTests) return drawn;
  drawn.push({
    type: 'scatter',
    name: fill(words.testOf, { name: run.name }),
    silent: true,
    animation: false,
    data: tests.map(([x, y]) => [x, y]),
    z: 4,
    symbol: 'circle',
    symbolSize: 7,
    clip: false,
    itemStyle: { color: themes[theme].surface, borderColor: colour, borderWidth: 1.6, opacity: 1 },
    emphasis: { disabled: true },
  });
  return drawn;
}

/** A dotted horizontal from one end of the axis to the other. */
export function baselineSeries(y: number, [low, high]: readonly [number, number], colour: string): Series {
  return {
    type: 'line',
    silent: true,
    animation: false,
    symbol: 'none',
    z: 1,
    data: [
      [low, y],
      [high, y],
    ],
    lineStyle: { color: colour, width: 1, type: [1, 3], cap: 'round' },
    emphasis: { disabled: true },
  };
}
