import type { EChartsOption } from 'echarts';
import type { CurveAxis, SpreadKind } from '../../shared/comparison.ts';
import { themes } from '../../shared/colours.ts';
import type { Theme } from '../../shared/colours.ts';
import type { Evaluation, LossSeries, RunState } from '../../shared/run.ts';
import { formatCount, formatNumber } from '../../shared/scales.ts';
import type { Span } from './axisShare.ts';
import { axisShare } from './axisShare.ts';
import type { Curve } from './decimate.ts';
import { fontFamilies } from './fonts.ts';
import { drawnLoss, horizontalAxis, verticalAxis } from './lossAxes.ts';
import {
  fineFrom,
  mostRawLines,
  runCurves,
  showsRaw,
  showsTests,
  strokeOf,
  type LossCurves,
} from './lossCurves.ts';
import { labelGap, lossGraphics, valueRoom } from './lossGraphics.ts';
import type { Box } from './plan.ts';
import { textSizes } from './plan.ts';
import { textWidth } from './textWidth.ts';
import { thin } from './thin.ts';
import { chartWords, fill, type ChartWords } from './words.ts';

export interface LossChartRun {
  readonly name: string;
  /** Index kept with the run. */
  readonly colour: number;
  readonly state: RunState;
  readonly series: LossSeries;
  readonly evaluations: readonly Evaluation[];
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** The repeats whose mean `series` is: drawn faint, with a band of their spread. */
  readonly members?: readonly LossSeries[];
}

/** A dotted horizontal: an untrained measure on the run's own test sequences. */
export interface LossBaseline {
  readonly title: string;
  readonly loss: number;
}

export interface LossChartOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly loss: 'cosine' | 'cross-entropy';
  /** 0 draws the series as it is. */
  readonly smoothing: number;
  /** Draws the series itself, faint, below the smoothed line. */
  readonly raw: boolean;
  /** What the band of a group shows, default one standard deviation; null draws none. */
  readonly band?: SpreadKind | null;
  readonly logX?: boolean;
  readonly logY: boolean;
  readonly xAxis: CurveAxis;
  readonly xRange?: readonly [low: number, high: number];
  readonly baselines: readonly LossBaseline[];
  /** Draws the cursor and reads the lines there. */
  readonly cursorStep?: number | null;
  readonly title?: string;
  /** Names the marks above the plot, for a figure that stands alone. */
  readonly legend?: boolean;
  readonly padding?: number;
  /** In another language than English. */
  readonly words?: ChartWords;
}

export interface LossChart {
  readonly option: EChartsOption;
  /** How many points are kept and how they are drawn, for the head of the section. */
  readonly note: string;
  /** The drawing in words, for a screen reader. */
  readonly description: string;
  /** Inside of the axes. */
  readonly plot: Box;
  /** Horizontal axis; with `plot` it turns a pixel into a step. */
  readonly span: Span;
  readonly vertical: Span;
}

/**
 * Loss against steps: lines are training, raw and faint under a bias-corrected average; open circles are the test
 * split; measures are dotted horizontals. Lines are labelled at their end, nudged apart.
 */
export function lossChart(runs: readonly LossChartRun[], options: LossChartOptions): LossChart {
  const colours = themes[options.theme];
  const plot = plotBox(runs, options);
  const x = horizontalAxis(runs, options);
  const range = { from: x.low, to: x.high, log: x.log };
  const stroke = strokeOf(runs);
  const hasTests = showsTests(runs);
  const columns = Math.max(1, Math.round(plot.width / stroke.column));
  const raw = showsRaw(runs, options);
  const bandOpacity = runs.length > fewBands ? 0.05 : 0.16;
  const curves = runs.map((run) => runCurves(run, { ...options, raw }, range, columns));
  const baselines = options.baselines.map((baseline) => ({
    ...baseline,
    y: drawnLoss(baseline.loss, options),
  }));
  const y = verticalAxis(
    [
      ...curves.flatMap(({ raws, band, smoothed, tests }) => [
        ...raws.flatMap(({ ys }) => extremes(ys)),
        ...(band === null ? [] : [...extremes(band.low), ...extremes(band.high)]),
        ...extremes(smoothed.ys),
        ...tests.map(([, value]) => value),
      ]),
      ...baselines.map((baseline) => baseline.y),
    ],
    options,
  );
  const vertically: Span = { low: y.low, high: y.high, log: options.logY };
  const place: PlacePixel = {
    x: (value) => axisShare(x, value) * plot.width,
    y: (value) => (1 - axisShare(vertically, value)) * plot.height,
  };

  const axisText = { color: colours.ink3, fontFamily: fontFamilies.num, fontSize: textSizes.xxs } as const;
  const axisName = {
    nameLocation: 'middle',
    nameTextStyle: { color: colours.ink3, fontFamily: fontFamilies.ui, fontSize: textSizes.xs },
  } as const;
  const axisLine = { show: true, onZero: false, lineStyle: { color: colours.lineStrong } } as const;
  const vertical = {
    min: y.low,
    max: y.high,
    name: y.title,
    nameGap: 44,
    ...axisName,
    axisLine,
    axisTick: { show: false, customValues: [...y.ticks] },
    axisLabel: { ...axisText, formatter: y.label, customValues: [...y.ticks] },
    splitLine: { show: true, lineStyle: { color: colours.curveGrid }, customValues: [...y.ticks] },
  };
  const note = pointsNote(curves, runs, options);
  const horizontal = {
    min: x.low,
    max: x.high,
    name: x.title,
    nameGap: 24,
    ...axisName,
    axisLine,
    axisTick: { show: true, length: 4, lineStyle: axisLine.lineStyle, customValues: [...x.ticks] },
    axisLabel: { ...axisText, formatter: x.label, customValues: [...x.ticks] },
    splitLine: { show: false },
  };
  const option: EChartsOption = {
    animation: false,
    backgroundColor: colours.surface,
    grid: { left: plot.x, top: plot.y, width: plot.width, height: plot.height, containLabel: false },
    xAxis: x.log ? { ...horizontal, type: 'log' } : { ...horizontal, type: 'value' },
    yAxis: options.logY ? { ...vertical, type: 'log' } : { ...vertical, type: 'value' },
    series: [
      ...baselines.map((baseline) => baselineSeries(baseline.y, [x.low, x.high], colours.ink3)),
      ...curves.flatMap((curve) =>
        curveSeries(curve, { width: stroke.width, hasTests, bandOpacity }, options, place),
      ),
    ],
    graphic: lossGraphics({ curves, baselines, plot, x, y, options, note }),
  };
  return {
    option,
    note,
    description: describe(curves, options),
    plot,
    span: x,
    vertical: vertically,
  };
}

/** A smoothing that suits so many steps: a fortieth of them, at least ten, weigh on each point. */
export function defaultSmoothing(steps: number): number {
  return 1 - 1 / Math.max(10, steps / 40);
}

/** More lines may not all be named beside the plot. */
const fewLabels = 10;

/** Room for the axes left and below and for the labels, with their values, on the right. */
function plotBox(runs: readonly LossChartRun[], options: LossChartOptions): Box {
  const { width, height, padding = 0, words = chartWords } = options;
  const names = [
    ...runs.map(({ name }) => textWidth(name, { size: textSizes.xs, weight: 600 })),
    ...options.baselines.map(({ title }) => textWidth(title, { size: textSizes.xs })),
    ...(runs.length > fewLabels
      ? [textWidth(fill(words.moreLines, { n: runs.length }), { size: textSizes.xs })]
      : []),
  ];
  const labels = Math.ceil(Math.min(Math.max(40, ...names), width * 0.24)) + labelGap + valueRoom;
  const x = padding + 58;
  // In a narrow figure the legend reaches what is said over the labels: it stands below that.
  const heading = options.title !== undefined || (options.legend === true && width < 520) ? 32 : 10;
  const y = padding + heading + (options.legend === true ? 22 : 0);
  return {
    x,
    y,
    width: Math.max(40, Math.floor(width - x - padding - labels)),
    height: Math.max(40, height - y - padding - 36),
  };
}

type Series = NonNullable<Exclude<EChartsOption['series'], readonly unknown[]>>;

/** Pixels of the plot from its left and from its top. */
interface PlacePixel {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** How far in pixels a drawn line may pass from a point it leaves out: less than an eye or a printer tells. */
const thinTolerance = 0.25;
/** More bands over one another would be one dark area. */
const fewBands = 8;
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
function points({ xs, ys, complete }: Curve, place: PlacePixel, tolerance: number): Points {
  if (complete) return interleaved(xs, ys);
  const line = new Float64Array(2 * xs.length);
  for (let i = 0; i < xs.length; i += 1) {
    line[2 * i] = place.x(xs[i]!);
    line[2 * i + 1] = place.y(ys[i]!);
  }
  const kept = thin(line, tolerance);
  const thinned = new Float64Array(2 * kept.length);
  for (let i = 0; i < kept.length; i += 1) {
    thinned[2 * i] = xs[kept[i]!]!;
    thinned[2 * i + 1] = ys[kept[i]!]!;
  }
  return thinned;
}

function interleaved(xs: Float64Array, ys: Float64Array): Points {
  const line = new Float64Array(2 * xs.length);
  for (let i = 0; i < xs.length; i += 1) {
    line[2 * i] = xs[i]!;
    line[2 * i + 1] = ys[i]!;
  }
  return line;
}

/** The least and the largest; nothing of nothing. */
function extremes(values: Float64Array): number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least > most ? [] : [least, most];
}

type Strokes = { readonly width: number; readonly hasTests: boolean; readonly bandOpacity: number };

function curveSeries(
  curves: LossCurves,
  { width, hasTests, bandOpacity }: Strokes,
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

function baselineSeries(y: number, [low, high]: readonly [number, number], colour: string): Series {
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

function pointsNote(
  curves: readonly LossCurves[],
  runs: readonly LossChartRun[],
  options: LossChartOptions,
): string {
  const { words = chartWords } = options;
  const most = Math.max(0, ...runs.map(({ series }) => series.losses.length));
  const count = formatCount(most, words);
  const complete = curves.every(
    ({ raws, smoothed }) => smoothed.complete && raws.every((raw) => raw.complete),
  );
  const [one, many] = complete
    ? [words.allPoints, words.allPointsEach]
    : [words.somePoints, strokeOf(runs).column > 1 ? words.fewPointsEach : words.somePointsEach];
  const note = fill(runs.length > 1 ? many : one, { count, pixels: strokeOf(runs).column });
  if (!showsTests(runs)) return fill(words.linesAlone, { note, most: fineFrom });
  if (!options.raw || options.smoothing === 0 || showsRaw(runs, options)) return note;
  return fill(words.rawLeftOut, { note, most: mostRawLines });
}

function describe(curves: readonly LossCurves[], options: LossChartOptions): string {
  const { words = chartWords } = options;
  const lines = curves.map(({ run, end }) => {
    if (end === null) return fill(words.noStep, { name: run.name });
    const test = run.evaluations.at(-1);
    const values = { name: run.name, loss: formatNumber(end.loss, 4, words), step: end.step };
    if (test === undefined) return fill(words.lossAt, values);
    return fill(words.lossAtTested, { ...values, test: formatNumber(test.metrics.loss, 4, words) });
  });
  const measures = options.baselines.map(({ title, loss }) => `${title} ${formatNumber(loss, 4, words)}`);
  const said = [fill(words.lossAgainst, { axis: axisName(options) }), `${lines.join('. ')}.`];
  if (measures.length > 0) said.push(fill(words.measuresAre, { list: measures.join('; ') }));
  return said.join(' ');
}

function axisName({ xAxis, words = chartWords }: LossChartOptions): string {
  switch (xAxis) {
    case 'step':
      return words.step;
    case 'epoch':
      return words.epoch;
    case 'time':
      return words.timeAlone;
  }
}
