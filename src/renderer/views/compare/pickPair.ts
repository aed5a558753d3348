import type { RunDetail } from '../../../shared/run.ts';
import { configDifferences } from '../../../shared/configPaths.ts';

/** A and B: as chosen; else the first run that stores attention, and the first of another experiment beside it. */
export function pickPair(
  runs: readonly RunDetail[],
  a: string | null,
  b: string | null,
): { readonly a: RunDetail | undefined; readonly b: RunDetail | undefined } {
  const shown = runs.filter(({ snapshotSteps }) => snapshotSteps.length > 0);
  const chosen = (id: string | null): RunDetail | undefined => shown.find((run) => run.id === id);
  const first = chosen(a) ?? shown.find(({ id }) => id !== b) ?? shown[0];
  const others = shown.filter(({ id }) => id !== first?.id);
  const unlike = others.find(
    (run) =>
      first !== undefined &&
      configDifferences(first.experiment, run.experiment).some(({ path }) => path !== 'seed'),
  );
  return { a: first, b: chosen(b) ?? unlike ?? others[0] ?? first };
}

/** The step of a snapshot nearest to `step`; null if there is none. `steps` ascend. */
export function nearestStep(steps: readonly number[], step: number): number | null {
  const [first] = steps;
  if (first === undefined) return null;
  return steps.reduce(
    (best, known) => (Math.abs(known - step) < Math.abs(best - step) ? known : best),
    first,
  );
}
