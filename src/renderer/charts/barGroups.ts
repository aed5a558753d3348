import type { MetricName } from '../../shared/metrics.ts';
import type { RunSummary } from '../../shared/run.ts';
import { groupRuns } from '../../shared/runGroups.ts';
import type { BarGroup } from './barsPlan.ts';
import { seededName } from './comparedCurves.ts';

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
