import type { RunSummary } from './run.ts';
import { readField } from './runFields.ts';
import { formatTick } from './scales.ts';

/** What gathers runs under one head: nothing, all settings but the seed, or what a run has of these. */
export const groupings = ['none', 'experiment', 'group', 'state', 'dataset'] as const;
export type Grouping = (typeof groupings)[number];

/** Runs under one head. `key` tells groups apart; `name` is shown, null where runs have none. */
export interface RunGroup {
  readonly key: string;
  readonly name: string | null;
  readonly runs: readonly RunSummary[];
  /** How many different names its runs have: settings alone gather them. */
  readonly names: number;
  /** Mean of the last test losses of the runs that have one. */
  readonly meanTestLoss: number | null;
  readonly tested: number;
}

/**
 * Runs in the given order, gathered; groups stand where their first run stands. `by` is a grouping or the name of a
 * column, as a comparison has it: runs with the same value of it belong together.
 */
export function groupRuns(runs: readonly RunSummary[], by: string): readonly RunGroup[] {
  const groups = Map.groupBy(runs, (run) => groupKey(run, by));
  return [...groups].map(([key, members]) => {
    const losses = members
      .map(({ lastEvaluation }) => lastEvaluation?.metrics.loss)
      .filter((loss) => loss !== undefined);
    return {
      key,
      name: groupName(members[0], by),
      runs: members,
      names: new Set(members.map((run) => run.name)).size,
      tested: losses.length,
      meanTestLoss: losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    };
  });
}

const isGrouping = (by: string): by is Grouping => (groupings as readonly string[]).includes(by);

const experimentKeys = new WeakMap<RunSummary, string>();

/** All but seed and name: what makes runs repeats of one experiment. */
export function experimentKey(run: RunSummary): string {
  const known = experimentKeys.get(run);
  if (known !== undefined) return known;
  const key = JSON.stringify({ ...run.experiment, dataset: dataOf(run), seed: null, name: null });
  experimentKeys.set(run, key);
  return key;
}

/** The same documents are the same data wherever they lay. */
function dataOf({ experiment, datasetHash }: RunSummary): unknown {
  return 'path' in experiment.dataset && datasetHash !== null
    ? { ...experiment.dataset, path: datasetHash }
    : experiment.dataset;
}

function groupKey(run: RunSummary, by: string): string {
  if (!isGrouping(by)) return JSON.stringify(readField(run, by) ?? null);
  switch (by) {
    case 'none':
      return '';
    case 'experiment':
      return experimentKey(run);
    case 'group':
      return run.group ?? '';
    case 'state':
      return run.state;
    case 'dataset':
      return JSON.stringify(dataOf(run));
  }
}

function groupName(run: RunSummary | undefined, by: string): string | null {
  if (run === undefined) return null;
  if (!isGrouping(by)) return `${by} ${valueText(readField(run, by))}`;
  switch (by) {
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

function valueText(value: ReturnType<typeof readField>): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'number') return formatTick(value);
  return Array.isArray(value) ? value.join(', ') : String(value as string | boolean);
}
