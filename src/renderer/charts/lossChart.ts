import type { EChartsOption } from 'echarts';
import type { CurveAxis, SpreadKind } from '../../shared/comparison.ts';
import { themes } from '../../shared/colours.ts';
import type { Theme } from '../../shared/colours.ts';
import type { Evaluation, LossSeries, RunState } from '../../shared/run.ts';
import { formatCount, formatNumber } from '../../shared/scales.ts';
import type { Span } from './axisShare.ts';
import { axisShare } from './axisShare.ts';
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
import { baselineSeries, curveSeries, stackSeries, type PlacePixel } from './lossSeries.ts';
import type { Box } from './plan.ts';
import { textSizes } from './plan.ts';
import { textWidth } from './textWidth.ts';
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
  const isStacked = runs.length > fineFrom;
  const bandOpacity = runs.length > fewBands ? 0.05 : 0.16;
  const strokes = { width: stroke.width, hasTests, bandOpacity, isStacked };
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
      ...curves.flatMap((curve) => curveSeries(curve, strokes, options, place)),
      ...(isStacked ? [stackSeries(curves, strokes, plot, place)] : []),
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

/** More bands over one another would be one dark area. */
const fewBands = 8;

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

/** The least and the largest; nothing of nothing. */
function extremes(values: Float64Array): number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least > most ? [] : [least, most];
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
