import type { SpreadKind } from '../../shared/comparison.ts';
import type { Evaluation, LossSeries } from '../../shared/run.ts';
import type { MetricName, MetricValues } from '../../shared/metrics.ts';

export interface Spread {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The mean of repeats of one experiment, over the steps that all of them have. `series` must not be empty. */
export function meanSeries(series: readonly LossSeries[]): LossSeries {
  const [first] = series;
  if (first === undefined) throw new Error('a mean needs at least one series');
  return {
    ...first,
    losses: meanOf(series.map(({ losses }) => losses)),
    seconds: meanOf(series.map(({ seconds }) => seconds)),
  };
}

/** Mean metrics at each step that every repeat was tested at. */
export function meanEvaluations(evaluations: readonly (readonly Evaluation[])[]): Evaluation[] {
  const [first = [], ...others] = evaluations;
  return first.flatMap((evaluation) => {
    const same = others.map((list) => list.find(({ step }) => step === evaluation.step));
    if (same.some((found) => found === undefined)) return [];
    const all = [evaluation, ...same.filter((found) => found !== undefined)];
    const mean = (name: MetricName): number =>
      all.reduce((sum, { metrics }) => sum + metrics[name], 0) / all.length;
    const names = Object.keys(evaluation.metrics) as MetricName[];
    const metrics = Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as MetricValues;
    return [{ ...evaluation, metrics }];
  });
}

/** The spread of the values at each index about their mean; of a single one it is the value itself. */
export function spreadOf(values: readonly ArrayLike<number>[], kind: SpreadKind): Spread {
  const length = Math.min(...values.map((each) => each.length));
  const mean = meanOf(values);
  const low = new Float64Array(length);
  const high = new Float64Array(length);
  for (let i = 0; i < length; i += 1) {
    let [least, most, squares] = [Infinity, -Infinity, 0];
    for (const each of values) {
      const value = each[i]!;
      least = Math.min(least, value);
      most = Math.max(most, value);
      squares += (value - mean[i]!) ** 2;
    }
    const deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    const half = kind === 'se' ? deviation / Math.sqrt(values.length) : deviation;
    low[i] = kind === 'range' ? least : mean[i]! - half;
    high[i] = kind === 'range' ? most : mean[i]! + half;
  }
  return { low, high };
}

function meanOf(values: readonly ArrayLike<number>[]): Float64Array {
  const length = Math.min(...values.map((each) => each.length));
  const mean = new Float64Array(length);
  for (const each of values) for (let i = 0; i < length; i += 1) mean[i]! += each[i]!;
  return mean.map((sum) => sum / values.length);
}
