import { runColour, runDash } from '../../shared/colours.ts';
import { decimate, type Curve } from './decimate.ts';
import { drawnLoss, runXs, stepX } from './lossAxes.ts';
import type { LossChartOptions, LossChartRun } from './lossChart.ts';
import { spreadOf } from './lossGroup.ts';
import { smooth } from './smooth.ts';

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
export const mostRawLines = 60;

/** Whether the series themselves are drawn under their averages. */
export function showsRaw(runs: readonly LossChartRun[], { raw, smoothing }: LossChartOptions): boolean {
  const lines = runs.reduce((sum, { members }) => sum + (members?.length ?? 1), 0);
  return raw && smoothing > 0 && lines <= mostRawLines;
}

/** A run's lines within a range, as `pixels` columns can show them. */
export function runCurves(
  run: LossChartRun,
  options: LossChartOptions,
  range: { readonly from: number; readonly to: number; readonly log: boolean },
  pixels: number,
): LossCurves {
  const xs = runXs(run, options.xAxis);
  const { losses, firstStep } = run.series;
  const smoothedLosses = smooth(losses, options.smoothing);
  const drawn = (values: Float64Array): Float64Array => {
    if (!options.logY) return values;
    return values.map((value) => {
      const y = drawnLoss(value, options);
      return y <= 0 ? Number.NaN : y;
    });
  };
  const last = smoothedLosses.findLastIndex((value) => Number.isFinite(value));
  return {
    run,
    colour: runColour(options.theme, run.colour),
    dash: runDash(run.colour),
    raws: options.raw
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
