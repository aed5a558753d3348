import { formatCount, formatTick, niceStep, niceTicks } from '../../shared/scales.ts';
import type { LossChartOptions, LossChartRun } from './lossChart.ts';

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly title: string;
  readonly label: (value: number) => string;
}

/** Horizontal places of a run's recorded steps: steps, epochs or seconds. */
export function runXs(run: LossChartRun, axis: LossChartOptions['xAxis']): Float64Array {
  const { firstStep, losses, seconds } = run.series;
  switch (axis) {
    case 'time':
      return seconds;
    case 'epoch':
      return Float64Array.from(losses, (_, i) => (firstStep + i) / run.stepsPerEpoch);
    case 'step':
      return Float64Array.from(losses, (_, i) => firstStep + i);
  }
}

/** Where a step lies on the axis; seconds are those at the end of that step, 0 before the first. */
export function stepX(run: LossChartRun, axis: LossChartOptions['xAxis'], step: number): number {
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
  const end = Math.max(
    1e-9,
    ...runs.map((run) =>
      options.xAxis === 'time'
        ? (run.series.seconds.at(-1) ?? 0)
        : stepX(run, options.xAxis, Math.max(run.totalSteps, 1)),
    ),
  );
  const [low, high] = options.xRange ?? [0, end];
  const count = options.width < 500 ? 4 : 6;
  if (options.xAxis === 'epoch') {
    return { low, high, ticks: wholeTicks(low, high, count), title: 'epoch', label: formatTick };
  }
  if (options.xAxis === 'time') {
    const [unit, name] = high > 7200 ? [3600, 'h'] : high > 120 ? [60, 'min'] : [1, 's'];
    const ticks = niceTicks(low / unit, high / unit, count).map((tick) => tick * unit);
    const label = (value: number): string => formatTick(Number((value / unit).toPrecision(6)));
    return { low, high, ticks, title: `time, ${name}`, label };
  }
  const [epoch] = new Set(runs.map(({ stepsPerEpoch }) => stepsPerEpoch));
  const shared = runs.every(({ stepsPerEpoch }) => stepsPerEpoch === epoch);
  if (epoch === undefined || !shared || (high - low) / epoch < 2) {
    return { low, high, ticks: wholeTicks(low, high, count), title: 'step', label: formatCount };
  }
  const ticks = wholeTicks(low / epoch, high / epoch, count).map((tick) => tick * epoch);
  return { low, high, ticks, title: `step (${epoch} = 1 epoch)`, label: formatCount };
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
  const finite = values.filter((value) => Number.isFinite(value) && (!options.logY || value > 0));
  const [least, most] = finite.length === 0 ? emptyExtent(options) : extent(finite);
  if (options.logY) {
    const [low, high] = [least / 1.08, most * 1.08];
    const title = options.loss === 'cosine' ? '1 + loss, log' : 'loss, log';
    return { low, high, ticks: logTicks(low, high), title, label: formatTick };
  }
  const margin = Math.max((most - least) * 0.06, 1e-6);
  const [low, high] = [least - margin, most + margin];
  const ticks = niceTicks(low, high, 5);
  const decimals = Math.max(1, ...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length));
  const label = (value: number): string => value.toFixed(Math.min(decimals, 6)).replace('-', '−');
  return { low, high, ticks, title: 'loss', label };
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
function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const digit of [1, 2, 5]) {
      const tick = Number((digit * 10 ** power).toPrecision(1));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks.length >= 3 ? ticks : niceTicks(low, high, 5);
}
