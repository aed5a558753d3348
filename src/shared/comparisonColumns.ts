import type { Comparison } from './comparison.ts';
import { differingPaths } from './configPaths.ts';
import type { RunSummary } from './run.ts';

/** More axes than this are not read side by side until a person asks for them. */
const mostAxes = 8;

/** The settings in which the runs differ, the place of the data aside; what runs are, and not what became of them. */
export function differingColumns(runs: readonly RunSummary[]): readonly string[] {
  return differingPaths(runs.map(({ experiment }) => experiment)).filter((path) => path !== 'dataset.path');
}

/** Axes of the parallel coordinates: as chosen; else the settings in which the runs differ, then two test results. */
export function parallelColumns(
  { columns }: Pick<Comparison, 'columns'>,
  runs: readonly RunSummary[],
): readonly string[] {
  if (columns !== null) return columns;
  return [...differingColumns(runs).slice(0, mostAxes - 2), 'sameClassMass', 'testLoss'];
}

/** Axes of the scatter: as chosen; else the first differing setting that is no seed against the last test loss. */
export function scatterColumns(
  { x, y }: Pick<Comparison, 'x' | 'y'>,
  runs: readonly RunSummary[],
): { readonly x: string; readonly y: string } {
  const settings = differingColumns(runs);
  const first = settings.find((path) => path !== 'seed') ?? settings[0] ?? 'time';
  return { x: x ?? first, y: y ?? 'testLoss' };
}
