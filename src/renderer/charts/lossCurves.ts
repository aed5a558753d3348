import { runColour, runDash } from '../../shared/colours.ts';
import type { LossSeries } from '../../shared/run.ts';
import { decimate, type Curve } from './decimate.ts';
import { drawnLoss, runXs, stepX } from './lossAxes.ts';
import type { LossChartOptions, LossChartRun } from './lossChart.ts';
import { spreadOf } from './lossGroup.ts';
import { smoothedLosses } from './smooth.ts';

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

/** So many faint lines under the smoothed ones; more are one grey mass that hides what it should show. */
export const mostRawLines = 24;
/** Above so many lines each is drawn finer. */
export const fineFrom = 60;

/** Whether the series themselves are drawn under their averages. */
export function showsRaw(runs: readonly LossChartRun[], { raw, smoothing }: LossChartOptions): boolean {
  const lines = runs.reduce((sum, { members }) => sum + (members?.length ?? 1), 0);
  return raw && smoothing > 0 && lines <= mostRawLines;
}

/** Whether the test losses are drawn: hundreds of circles hide the lines, and take longer to draw than they do. */
export const showsTests = (runs: readonly LossChartRun[]): boolean => runs.length <= fineFrom;

/**
 * How lines are drawn: so many over one another are finer in stroke and coarser in detail, or they are one mass. A line
 * one pixel wide is also drawn twenty times as fast as a wider one where no graphics card does it.
 */
export function strokeOf(runs: readonly LossChartRun[]): { readonly width: number; readonly column: number } {
  return runs.length > fineFrom ? { width: 1, column: 2 } : { width: 1.8, column: 1 };
}

/** A line is worked out once for its series, and again where it is drawn otherwise than last time. */
class LineMemory {
  readonly #lines = new WeakMap<LossSeries, { readonly how: string; readonly curve: Curve }>();

  recall(series: LossSeries, how: string, make: () => Curve): Curve {
    const known = this.#lines.get(series);
    if (known?.how === how) return known.curve;
    const curve = make();
    this.#lines.set(series, { how, curve });
    return curve;
  }
}
const smoothedLines = new LineMemory();
const rawLines = new LineMemory();

/** A run's lines within a range, as `pixels` columns can show them. */
export function runCurves(
  run: LossChartRun,
  options: LossChartOptions,
  range: { readonly from: number; readonly to: number; readonly log: boolean },
  pixels: number,
): LossCurves {
  const xs = runXs(run, options.xAxis);
  const { firstStep } = run.series;
  const losses = smoothedLosses(run.series, options.smoothing);
  const drawn = (values: Float64Array): Float64Array => {
    if (!options.logY) return values;
    return values.map((value) => {
      const y = drawnLoss(value, options);
      return y <= 0 ? Number.NaN : y;
    });
  };
  const { xAxis, smoothing, loss, logY } = options;
  const how = JSON.stringify([xAxis, run.stepsPerEpoch, range, pixels, logY, loss]);
  const last = losses.findLastIndex((value) => Number.isFinite(value));
  return {
    run,
    colour: runColour(options.theme, run.colour),
    dash: runDash(run.colour),
    raws: options.raw
      ? (run.members ?? [run.series]).map((series) =>
          rawLines.recall(series, how, () =>
            decimate(runXs({ ...run, series }, xAxis), drawn(series.losses), range, pixels),
          ),
        )
      : [],
    band: memberBand(run, options, xs, pixels, drawn),
    smoothed: smoothedLines.recall(run.series, `${how} ${smoothing}`, () =>
      decimate(xs, drawn(losses), range, pixels),
    ),
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
            loss: losses[last]!,
            y: drawnLoss(losses[last]!, options),
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
    members.map((series) => smoothedLosses(series, smoothing)),
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
