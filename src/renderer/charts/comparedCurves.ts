import type { ComparedRun, Comparison } from '../../shared/comparison.ts';
import type { RunDetail } from '../../shared/run.ts';
import { groupRuns } from '../../shared/runGroups.ts';
import type { LossChartRun } from './lossChart.ts';
import { meanEvaluations, meanSeries } from './lossGroup.ts';

/** A run's name where seeds of one experiment stand side by side. */
export function seededName({ name, experiment }: Pick<RunDetail, 'name' | 'experiment'>): string {
  return experiment.seed > 0 ? `${name} ${experiment.seed}` : name;
}

/** A run as the chart of losses takes it. */
export function lossCurve({ detail, series }: ComparedRun, name = seededName(detail)): LossChartRun {
  return {
    name,
    colour: detail.colour,
    state: detail.state,
    series,
    evaluations: detail.evaluations,
    stepsPerEpoch: detail.shape?.stepsPerEpoch ?? 1,
    totalSteps: detail.shape?.totalSteps ?? Math.max(1, series.losses.length),
  };
}

/** The runs of a comparison as its curves: each group one, its mean over its members. */
export function comparedCurves(
  runs: readonly ComparedRun[],
  { groupBy }: Pick<Comparison, 'groupBy'>,
): readonly LossChartRun[] {
  if (groupBy === 'none') return runs.map((run) => lossCurve(run));
  const known = new Map(runs.map((run) => [run.detail.id, run]));
  const details = runs.map(({ detail }) => detail);
  return groupRuns(details, groupBy).flatMap(({ name, runs: members }) =>
    groupCurve(
      members.flatMap(({ id }) => known.get(id) ?? []),
      name,
    ),
  );
}

/** Repeats as one curve: their mean, with themselves faint; one that has begun stands for itself. */
function groupCurve(members: readonly ComparedRun[], name: string | null): LossChartRun[] {
  const started = members.filter(({ series }) => series.losses.length > 0);
  const [first] = started.length === 0 ? members : started;
  if (first === undefined) return [];
  if (started.length < 2) return [lossCurve(first)];
  return [
    {
      ...lossCurve(first, name ?? first.detail.name),
      series: meanSeries(started.map(({ series }) => series)),
      members: started.map(({ series }) => series),
      evaluations: meanEvaluations(started.map(({ detail }) => detail.evaluations)),
    },
  ];
}
