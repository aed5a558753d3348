import type { Evaluation, RunDetail, RunSummary } from './run.ts';
import { readField } from './runFields.ts';
import { experimentKey } from './runGroups.ts';
import { settingText } from './settingText.ts';

/** Runs that are one row (or column) of a table. */
export interface TableGroup<Run extends RunSummary = RunDetail> {
  /** As a reader tells it from the others. */
  readonly name: string;
  readonly runs: readonly [Run, ...Run[]];
}

/**
 * What makes runs one row: "experiment" (all settings but the seed), "group" (the one a person put them in), "none", or a
 * column by its name: one row a value.
 */
export function tableGroups<Run extends RunSummary>(
  runs: readonly Run[],
  groupBy: string,
): readonly TableGroup<Run>[] {
  const groups = [...Map.groupBy(runs, (run) => keyOf(run, groupBy)).values()].flatMap((members) => {
    const [first, ...others] = members;
    return first === undefined ? [] : [{ name: nameOf(members, groupBy), runs: [first, ...others] as const }];
  });
  const count = Map.groupBy(groups, ({ name }) => name);
  return groups.map((group) =>
    (count.get(group.name)?.length ?? 0) > 1
      ? { ...group, name: `${group.name} (${group.runs[0].id})` }
      : group,
  );
}

function keyOf(run: RunSummary, groupBy: string): string {
  switch (groupBy) {
    case 'none':
      return run.id;
    case 'group':
      return run.group === null ? `run ${run.id}` : `group ${run.group}`;
    case 'experiment':
      return experimentKey(run);
    default:
      return JSON.stringify(readField(run, groupBy) ?? null);
  }
}

function nameOf(runs: readonly RunSummary[], groupBy: string): string {
  const [first] = runs;
  if (first === undefined) return '';
  if (groupBy === 'group' && first.group !== null) return first.group;
  if (!['none', 'group', 'experiment'].includes(groupBy)) {
    return `${groupBy} ${settingText(readField(first, groupBy))}`.trim();
  }
  const names = new Set(runs.map(({ name }) => name));
  return names.size === 1 ? first.name : `${first.name} and ${names.size - 1} more`;
}

/** Which of a run's evaluations on the test split a table tells of: the last, or that of its lowest loss. */
export const tableMoments = ['last', 'best'] as const;
export type TableMoment = (typeof tableMoments)[number];

export function evaluationAt(run: RunDetail, moment: TableMoment): Evaluation | null {
  if (moment === 'last') return run.lastEvaluation;
  return run.evaluations.reduce<Evaluation | null>(
    (best, one) => (best === null || one.metrics.loss < best.metrics.loss ? one : best),
    null,
  );
}
