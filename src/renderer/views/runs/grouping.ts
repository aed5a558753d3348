import type { RunSummary } from '../../../shared/run.ts';

export const groupings = ['none', 'experiment', 'group', 'state', 'dataset'] as const;
export type Grouping = (typeof groupings)[number];

/** Rows under one head. `key` tells groups apart; `name` is shown, null where runs have none. */
export interface RunGroup {
  readonly key: string;
  readonly name: string | null;
  readonly runs: readonly RunSummary[];
  /** Mean of the last test losses of the runs that have one. */
  readonly meanTestLoss: number | null;
  readonly tested: number;
}

/** Rows in the given order, gathered; groups stand where their first row stands. */
export function groupRuns(runs: readonly RunSummary[], grouping: Grouping): readonly RunGroup[] {
  const groups = Map.groupBy(runs, (run) => groupKey(run, grouping));
  return [...groups].map(([key, members]) => {
    const losses = members
      .map(({ lastEvaluation }) => lastEvaluation?.metrics.loss)
      .filter((loss) => loss !== undefined);
    return {
      key,
      name: groupName(members[0], grouping),
      runs: members,
      tested: losses.length,
      meanTestLoss: losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    };
  });
}

const experimentKeys = new WeakMap<object, string>();

/** All but seed and name: what makes runs repeats of one experiment. */
function experimentKey(run: RunSummary): string {
  const known = experimentKeys.get(run.experiment);
  if (known !== undefined) return known;
  const key = JSON.stringify({ ...run.experiment, seed: null, name: null });
  experimentKeys.set(run.experiment, key);
  return key;
}

function groupKey(run: RunSummary, grouping: Grouping): string {
  switch (grouping) {
    case 'none':
      return '';
    case 'experiment':
      return experimentKey(run);
    case 'group':
      return run.group ?? '';
    case 'state':
      return run.state;
    case 'dataset':
      return JSON.stringify(run.experiment.dataset);
  }
}

function groupName(run: RunSummary | undefined, grouping: Grouping): string | null {
  if (run === undefined) return null;
  switch (grouping) {
    case 'none':
      return null;
    case 'experiment':
      return run.name;
    case 'group':
      return run.group;
    case 'state':
      return run.state;
    case 'dataset':
      return run.experiment.dataset.source;
  }
}
