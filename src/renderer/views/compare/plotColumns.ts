import type { Comparison } from '../../../shared/comparison.ts';
import type { RunId } from '../../../shared/ids.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { withinBrushes, type ColumnAxis } from '../../charts/columnAxis.ts';
import type { PlotRun } from '../../charts/plotRun.ts';
import { seededName } from '../../charts/comparedCurves.ts';
import { runAxis } from '../../charts/runAxis.ts';
import { language } from '../../i18n/index.ts';
import { useMetricsAt } from '../../stores/metricsAt.ts';

/** A column of the table as an axis over these runs, in the language of the window. */
export const axisOf = (id: string, runs: readonly RunSummary[]): ColumnAxis =>
  runAxis(id, runs, language(), useMetricsAt().read);

export const plotRuns = (runs: readonly RunSummary[]): readonly PlotRun[] =>
  runs.map((run) => ({ name: seededName(run), colour: run.colour }));

/** The runs that every interval of the comparison lets through; all of them without one. */
export function pickedRuns(runs: readonly RunSummary[], brush: Comparison['brush']): ReadonlySet<RunId> {
  const brushes = brush.map(({ column, within }) => ({ axis: axisOf(column, runs), within }));
  const picked = withinBrushes(runs.length, brushes);
  return new Set(runs.filter((_, index) => picked[index]).map(({ id }) => id));
}

/** The intervals with that of one column set, or taken off by null. */
export function withBrush(
  brush: Comparison['brush'],
  column: string,
  within: readonly [number, number] | null,
): Comparison['brush'] {
  const others = brush.filter((each) => each.column !== column);
  return within === null ? others : [...others, { column, within: [...within] }];
}
