import type { BaselineValues } from '../../../shared/metrics.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { groupRuns, type Grouping, type RunGroup } from '../../../shared/runGroups.ts';
import type { MeasureGroup } from '../../stores/measureRows.ts';

/** A line of the table: the head of a group or of measures, a run or an untrained measure. */
export type RunLine =
  | { readonly kind: 'group'; readonly group: RunGroup }
  /** `isRepeat`: one of several seeds, under its group's name. */
  | { readonly kind: 'run'; readonly run: RunSummary; readonly isRepeat: boolean }
  | { readonly kind: 'measures'; readonly key: string; readonly group: MeasureGroup }
  | { readonly kind: 'measure'; readonly host: RunSummary; readonly baseline: BaselineValues };

/**
 * Runs in the given order as lines, then the measures, which stay last however the runs are sorted. Of a folded group
 * there is only its head; an experiment of one run needs none.
 */
export function runLines(
  runs: readonly RunSummary[],
  grouping: Grouping,
  folded: ReadonlySet<string>,
  measures: readonly MeasureGroup[] = [],
): readonly RunLine[] {
  const lines: RunLine[] = [];
  for (const group of groupRuns(runs, grouping)) {
    const isRepeat = grouping === 'experiment' && group.runs.length > 1;
    const hasHead = grouping === 'experiment' ? isRepeat : grouping !== 'none';
    if (hasHead) lines.push({ kind: 'group', group });
    if (hasHead && folded.has(group.key)) continue;
    for (const run of group.runs) lines.push({ kind: 'run', run, isRepeat });
  }
  for (const group of measures) {
    const key = `measures ${group.host.id}`;
    lines.push({ kind: 'measures', key, group });
    if (folded.has(key)) continue;
    for (const baseline of group.baselines) lines.push({ kind: 'measure', host: group.host, baseline });
  }
  return lines;
}
