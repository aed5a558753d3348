import type { RunSummary } from '../../../shared/run.ts';
import { groupRuns, type Grouping, type RunGroup } from '../../../shared/runGroups.ts';

/** A line of the table: a group's head or a run. */
export type RunLine =
  | { readonly kind: 'group'; readonly group: RunGroup }
  /** `isRepeat`: one of several seeds, under its group's name. */
  | { readonly kind: 'run'; readonly run: RunSummary; readonly isRepeat: boolean };

/** Runs in the given order as lines; of a folded group only its head. */
export function runLines(
  runs: readonly RunSummary[],
  grouping: Grouping,
  folded: ReadonlySet<string>,
): readonly RunLine[] {
  const lines: RunLine[] = [];
  for (const group of groupRuns(runs, grouping)) {
    if (grouping !== 'none') lines.push({ kind: 'group', group });
    if (folded.has(group.key)) continue;
    const isRepeat = grouping === 'experiment' && group.runs.length > 1;
    for (const run of group.runs) lines.push({ kind: 'run', run, isRepeat });
  }
  return lines;
}
