import type { EChartsOption } from 'echarts';
import type { CurveAxis, SpreadKind } from '../../shared/comparison.ts';
import { runColour, runDash, themes } from '../../shared/colours.ts';
import type { Theme } from '../../shared/colours.ts';
import type { Evaluation, LossSeries, RunState } from '../../shared/run.ts';
import { formatCount, formatNumber } from '../../shared/scales.ts';
import type { Span } from './axisShare.ts';
import { decimate } from './decimate.ts';
import type { Curve } from './decimate.ts';
import { fontFamilies } from './fonts.ts';
import { drawnLoss, horizontalAxis, runXs, stepX, verticalAxis } from './lossAxes.ts';
import { labelGap, lossGraphics, valueRoom } from './lossGraphics.ts';
import { spreadOf } from './lossGroup.ts';
import type { Box } from './plan.ts';
import { textSizes } from './plan.ts';
import { smooth } from './smooth.ts';
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
}

/** One run as it is drawn; ys are drawn losses. */
export interface LossCurves {
  readonly run: LossChartRun;
  readonly colour: string;
  readonly dash: readonly number[];
  /** The series as they are, faint; empty where they are not drawn. */
  readonly raws: readonly Curve[];
  /** Spread of the members' smoothed losses about their mean. */
  readonly band: {
    readonly xs: Float64Array;
    readonly low: Float64Array;
    readonly high: Float64Array;
  } | null;
  readonly smoothed: Curve;
  readonly tests: readonly (readonly [x: number, y: number])[];
  /** Smoothed loss at the last finite step, as it is and as drawn. */
  readonly end: {
    readonly step: number;
    readonly x: number;
    readonly loss: number;
    readonly y: number;
  } | null;
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
  const curves = runs.map((run) => runCurves(run, options, range, Math.max(1, Math.round(plot.width))));
  const baselines = options.baselines.map((baseline) => ({
    ...baseline,
    y: drawnLoss(baseline.loss, options),
  }));
  const y = verticalAxis(
    [
      ...curves.flatMap(({ raws, band, smoothed, tests }) => [
        ...raws.flatMap(({ ys }) => [...ys]),
        ...(band === null ? [] : [...band.low, ...band.high]),
        ...smoothed.ys,
        ...tests.map(([, value]) => value),
      ]),
      ...baselines.map((baseline) => baseline.y),
    ],
    options,
  );

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
    nameGap: 40,
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
      ...curves.flatMap((curve) => curveSeries(curve, colours.surface, options)),
    ],
    graphic: lossGraphics({ curves, baselines, plot, x, y, options, note }),
  };
  return {
    option,
    note,
    description: describe(curves, options),
    plot,
    span: x,
  };
}

/** A smoothing that suits so many steps: a fortieth of them, at least ten, weigh on each point. */
export function defaultSmoothing(steps: number): number {
  return 1 - 1 / Math.max(10, steps / 40);
}

/** Room for the axes left and below and for the labels, with their values, on the right. */
function plotBox(runs: readonly LossChartRun[], options: LossChartOptions): Box {
  const { width, height, padding = 0 } = options;
  const names = [
    ...runs.map(({ name }) => textWidth(name, { size: textSizes.xs, weight: 600 })),
    ...options.baselines.map(({ title }) => textWidth(title, { size: textSizes.xs })),
  ];
  const labels = Math.ceil(Math.min(Math.max(40, ...names), width * 0.24)) + labelGap + valueRoom;
  const x = padding + 52;
  const y = padding + (options.title === undefined ? 10 : 32) + (options.legend === true ? 22 : 0);
  return {
    x,
    y,
    width: Math.max(40, Math.floor(width - x - padding - labels)),
    height: Math.max(40, height - y - padding - 36),
  };
}

function runCurves(
  run: LossChartRun,
  options: LossChartOptions,
  range: { readonly from: number; readonly to: number; readonly log: boolean },
  pixels: number,
): LossCurves {
  const xs = runXs(run, options.xAxis);
  const { losses, firstStep } = run.series;
  const smoothedLosses = smooth(losses, options.smoothing);
  const drawn = (values: Float64Array): Float64Array =>
    values.map((value) => {
      const y = drawnLoss(value, options);
      return options.logY && y <= 0 ? Number.NaN : y;
    });
  const last = smoothedLosses.findLastIndex((value) => Number.isFinite(value));
  const showsRaw = options.raw && options.smoothing > 0;
  return {
    run,
    colour: runColour(options.theme, run.colour),
    dash: runDash(run.colour),
    raws: showsRaw
      ? (run.members ?? [run.series]).map((series) =>
          decimate(runXs({ ...run, series }, options.xAxis), drawn(series.losses), range, pixels),
        )
      : [],
    band: memberBand(run, options, xs, pixels, drawn),
    smoothed: decimate(xs, drawn(smoothedLosses), range, pixels),
    tests: run.evaluations
      .map(
        ({ step, metrics }) => [stepX(run, options.xAxis, step), drawnLoss(metrics.loss, options)] as const,
      )
      .filter(([x, y]) => x >= range.from && x <= range.to && Number.isFinite(y)),
    end:
      last < 0
        ? null
        : {
            step: firstStep + last,
            x: xs[last]!,
            loss: smoothedLosses[last]!,
            y: drawnLoss(smoothedLosses[last]!, options),
          },
  };
}

/** As many places as there are pixels: a band of means is smooth enough to be sampled. */
function memberBand(
  { members = [] }: LossChartRun,
  { smoothing, band = 'sd' }: LossChartOptions,
  xs: Float64Array,
  pixels: number,
  drawn: (values: Float64Array) => Float64Array,
): LossCurves['band'] {
  if (members.length < 2 || band === null) return null;
  const spread = spreadOf(
    members.map(({ losses }) => smooth(losses, smoothing)),
    band,
  );
  const stride = Math.max(1, Math.ceil(spread.low.length / pixels));
  const kept = (values: Float64Array): Float64Array =>
    values.filter((_, i) => i % stride === 0 || i === values.length - 1);
  return {
    xs: kept(xs.subarray(0, spread.low.length)),
    low: drawn(kept(spread.low)),
    high: drawn(kept(spread.high)),
  };
}

type Series = NonNullable<Exclude<EChartsOption['series'], readonly unknown[]>>;

function points({ xs, ys }: Curve): number[][] {
  return Array.from(xs, (x, i) => [x, ys[i]!]);
}

function curveSeries(
  curves: LossCurves,
  surface: string,
  { words = chartWords }: LossChartOptions,
): Series[] {
  const { run, colour, dash, raws, band, smoothed, tests } = curves;
  const line = {
    type: 'line',
    name: run.name,
    silent: true,
    symbol: 'none',
    animation: false,
    emphasis: { disabled: true },
  } as const;
  const drawn: Series[] = [];
  if (band !== null) {
    // An area between two lines: the upper one is stacked on the lower, whatever their signs.
    const edge = { ...line, z: 1, stack: `${run.name} ${colour}`, stackStrategy: 'all' } as const;
    const at = (ys: (i: number) => number): number[][] => Array.from(band.xs, (x, i) => [x, ys(i)]);
    drawn.push(
      { ...edge, data: at((i) => band.low[i]!), lineStyle: { opacity: 0 } },
      {
        ...edge,
        data: at((i) => band.high[i]! - band.low[i]!),
        lineStyle: { opacity: 0 },
        areaStyle: { color: colour, opacity: 0.16 },
      },
    );
  }
  for (const raw of raws) {
    drawn.push({ ...line, data: points(raw), z: 2, lineStyle: { color: colour, width: 1, opacity: 0.26 } });
  }
  drawn.push({
    ...line,
    data: points(smoothed),
    z: 3,
    lineStyle: {
      color: colour,
      width: 1.8,
      join: 'round',
      type: dash.length === 0 ? 'solid' : [...dash],
    },
  });
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
    itemStyle: { color: surface, borderColor: colour, borderWidth: 1.6, opacity: 1 },
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
  { words = chartWords }: LossChartOptions,
): string {
  const most = Math.max(0, ...runs.map(({ series }) => series.losses.length));
  const count = formatCount(most);
  const complete = curves.every(
    ({ raws, smoothed }) => smoothed.complete && raws.every((raw) => raw.complete),
  );
  const [one, many] = complete
    ? [words.allPoints, words.allPointsEach]
    : [words.somePoints, words.somePointsEach];
  return fill(runs.length > 1 ? many : one, { count });
}

function describe(curves: readonly LossCurves[], options: LossChartOptions): string {
  const { words = chartWords } = options;
  const lines = curves.map(({ run, end }) => {
    if (end === null) return fill(words.noStep, { name: run.name });
    const test = run.evaluations.at(-1);
    const values = { name: run.name, loss: formatNumber(end.loss, 4), step: end.step };
    if (test === undefined) return fill(words.lossAt, values);
    return fill(words.lossAtTested, { ...values, test: formatNumber(test.metrics.loss, 4) });
  });
  const measures = options.baselines.map(({ title, loss }) => `${title} ${formatNumber(loss, 4)}`);
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
