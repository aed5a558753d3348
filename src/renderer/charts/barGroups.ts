import { metrics as metricNames, type BaselineValues, type MetricName } from '../../shared/metrics.ts';
import type { RunSummary } from '../../shared/run.ts';
import { groupRuns } from '../../shared/runGroups.ts';
import type { BarGroup, BarMetric } from './barsPlan.ts';
import { seededName } from './comparedCurves.ts';
import type { FigureWords } from './figureWords.ts';
import { measureIn } from './language.ts';

/** The runs as bars: each group one, with the last test value of each of its runs; "none" is a bar a run. */
export function barGroups(
  runs: readonly RunSummary[],
  groupBy: string,
  metrics: readonly MetricName[],
): readonly BarGroup[] {
  const groups =
    groupBy === 'none'
      ? runs.map((run) => ({ name: seededName(run), runs: [run] }))
      : groupRuns(runs, groupBy).map(({ name, runs: members }) => ({ name, runs: members }));
  return groups.flatMap(({ name, runs: members }) => {
    const [first] = members;
    if (first === undefined) return [];
    const values = metrics.map((metric) =>
      members.flatMap(({ lastEvaluation }) =>
        lastEvaluation === null ? [] : [lastEvaluation.metrics[metric]],
      ),
    );
    return [
      { name: members.length === 1 ? seededName(first) : (name ?? first.name), colour: first.colour, values },
    ];
  });
}

/** The metrics as panels of bars, with what untrained measures have of each. */
export function barMetrics(
  names: readonly MetricName[],
  baselines: readonly BaselineValues[],
  words: FigureWords,
): readonly BarMetric[] {
  return names.map((name) => ({
    ...metricNames[name],
    title: name === 'loss' ? words.metric.testLoss : words.metric[name],
    lines: baselines.map(({ spec, metrics: values }) => ({
      title: measureIn(words, spec),
      value: values[name],
    })),
  }));
}
