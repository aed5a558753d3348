import type { CurveAxis } from '../../shared/comparison.ts';
import { formatCount, formatNumber, formatTick, niceStep, niceTicks } from '../../shared/scales.ts';
import type { LossChartOptions, LossChartRun } from './lossChart.ts';
import { chartWords, fill } from './words.ts';

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly ticks: readonly number[];
  readonly title: string;
  readonly label: (value: number) => string;
}

/** 1, 2, 3, …: the steps of every run are a stretch of it. */
let counted = new Float64Array(0);

/** `length` step numbers from `first` on; shared by all that ask, and not to be changed. */
function stepNumbers(first: number, length: number): Float64Array {
  const last = first - 1 + length;
  if (counted.length < last) counted = Float64Array.from({ length: Math.max(last, 1024) }, (_, i) => i + 1);
  return counted.subarray(first - 1, last);
}

/** Horizontal places of a run's recorded steps: steps, epochs or seconds. */
export function runXs(run: LossChartRun, axis: CurveAxis): Float64Array {
  const { firstStep, losses, seconds } = run.series;
  switch (axis) {
    case 'time':
      return seconds;
    case 'epoch':
      return Float64Array.from(losses, (_, i) => (firstStep + i) / run.stepsPerEpoch);
    case 'step':
      return stepNumbers(firstStep, losses.length);
  }
}

/** Where a step lies on the axis; seconds are those at the end of that step, 0 before the first. */
export function stepX(run: LossChartRun, axis: CurveAxis, step: number): number {
  switch (axis) {
    case 'time':
      return run.series.seconds[step - run.series.firstStep] ?? 0;
    case 'epoch':
      return step / run.stepsPerEpoch;
    case 'step':
      return step;
  }
}

export function horizontalAxis(runs: readonly LossChartRun[], options: LossChartOptions): Axis {
  const { words = chartWords } = options;
  const tickLabel = (value: number): string => formatTick(value, words);
  const countLabel = (value: number): string => formatCount(value, words);
  const end = Math.max(
    1e-9,
    ...runs.map((run) =>
      options.xAxis === 'time'
        ? (run.series.seconds.at(-1) ?? 0)
        : stepX(run, options.xAxis, Math.max(run.totalSteps, 1)),
    ),
  );
  const log = options.logX === true;
  const [low, high] = log ? logRange(runs, options, end) : (options.xRange ?? [0, end]);
  const count = options.width < 500 ? 4 : 6;
  if (options.xAxis === 'epoch') {
    const ticks = log ? logTicks(low, high) : wholeTicks(low, high, count);
    return { low, high, log, ticks, title: log ? words.epochLog : words.epoch, label: tickLabel };
  }
  if (options.xAxis === 'time') {
    const [unit, name] = high > 7200 ? [3600, 'h'] : high > 120 ? [60, 'min'] : [1, 's'];
    const places = log ? logTicks(low / unit, high / unit) : niceTicks(low / unit, high / unit, count);
    const ticks = places.map((tick) => tick * unit);
    const label = (value: number): string => formatTick(Number((value / unit).toPrecision(6)), words);
    return { low, high, log, ticks, title: fill(log ? words.timeLog : words.time, { unit: name }), label };
  }
  if (log) return { low, high, log, ticks: logTicks(low, high), title: words.stepLog, label: countLabel };
  const [epoch] = new Set(runs.map(({ stepsPerEpoch }) => stepsPerEpoch));
  const shared = runs.every(({ stepsPerEpoch }) => stepsPerEpoch === epoch);
  if (epoch === undefined || !shared || (high - low) / epoch < 2) {
    return { low, high, log, ticks: wholeTicks(low, high, count), title: words.step, label: countLabel };
  }
  const ticks = wholeTicks(low / epoch, high / epoch, count).map((tick) => tick * epoch);
  return { low, high, log, ticks, title: fill(words.stepOfEpoch, { steps: epoch }), label: countLabel };
}

/** On a log axis the first step stands at the left, since there is no place for what is before training. */
function logRange(
  runs: readonly LossChartRun[],
  { xAxis, xRange }: LossChartOptions,
  end: number,
): readonly [number, number] {
  const firsts = runs.map((run) => runXs(run, xAxis)[0] ?? end).filter((x) => x > 0);
  const first = Math.min(end, ...firsts);
  const [low, high] = xRange ?? [first, end];
  return [low > 0 ? low : first, Math.max(high, first * 1.01)];
}

/** About `count` whole numbers of one distance within [low, high]. */
function wholeTicks(low: number, high: number, count: number): number[] {
  const step = Math.max(1, niceStep((high - low) / count));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** A loss as it is drawn: itself, or on a log axis 1 + loss, the distance from perfect (cross-entropy: itself). */
export function drawnLoss(loss: number, options: LossChartOptions): number {
  return options.logY && options.loss === 'cosine' ? 1 + loss : loss;
}

export function verticalAxis(values: readonly number[], options: LossChartOptions): Axis {
  const { words = chartWords } = options;
  const finite = values.filter((value) => Number.isFinite(value) && (!options.logY || value > 0));
  const [least, most] = finite.length === 0 ? emptyExtent(options) : extent(finite);
  if (options.logY) {
    const [low, high] = [least / 1.08, most * 1.08];
    const title = options.loss === 'cosine' ? words.distanceLog : words.lossLog;
    return {
      low,
      high,
      log: true,
      ticks: logTicks(low, high),
      title,
      label: (value) => formatTick(value, words),
    };
  }
  const margin = Math.max((most - least) * 0.06, 1e-6);
  const [low, high] = [least - margin, most + margin];
  const ticks = niceTicks(low, high, 5);
  const decimals = Math.max(1, ...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length));
  const label = (value: number): string => formatNumber(value, Math.min(decimals, 6), words);
  return { low, high, log: false, ticks, title: words.loss, label };
}

/** Before the first step: all that a loss can be. */
function emptyExtent({ loss, logY }: LossChartOptions): readonly [number, number] {
  if (logY) return [0.1, 1];
  return loss === 'cosine' ? [-1, 0] : [0, 1];
}

function extent(values: readonly number[]): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** 1, 2 and 5 times powers of ten; where fewer than three lie within, round values at equal distances. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const digit of [1, 2, 5]) {
      const tick = Number((digit * 10 ** power).toPrecision(1));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks.length >= 3 ? ticks : niceTicks(low, high, 5);
}
