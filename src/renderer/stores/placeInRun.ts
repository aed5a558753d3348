import type { MeasureSource, RunSource } from '../../shared/attentionSource.ts';
import type { RunDetail } from '../../shared/run.ts';

/** Why there is no attention where some was asked for. */
export type Absence =
  /** The run has stored nothing yet, or follows no probes. */
  | { readonly kind: 'no-snapshot' }
  /** Not a probe, and no weights are kept at the step to work it out. */
  | { readonly kind: 'no-weights'; readonly step: number }
  /** The run, or the imported file, is gone. */
  | { readonly kind: 'gone' }
  /** The two of a difference are not of the same documents. */
  | { readonly kind: 'unlike' };

/** Where in a run a source points. */
export interface PlaceInRun {
  /** Steps at which this sequence can be shown, ascending; none for a measure. */
  readonly steps: readonly number[];
  /** The newest of them not after the one asked for. */
  readonly step: number | null;
  /** A probe's attention is stored; that of another sequence is worked out from weights. */
  readonly isProbe: boolean;
  /** Whether the weights at the step are kept, or can be redrawn. */
  readonly hasWeights: boolean;
  readonly absence: Absence | null;
}

/** What a run has of a source's sequence, and what it lacks. */
export function placeInRun(run: RunDetail, source: RunSource | MeasureSource): PlaceInRun {
  const isProbe = source.sequence < run.probes.length;
  const checkpoints = run.checkpoints.map(({ step }) => step);
  const steps = stepsOf(run, source, isProbe, checkpoints);
  const wanted = source.kind === 'run' ? source.step : null;
  const newest = steps.at(-1) ?? null;
  const step =
    wanted === null || newest === null
      ? newest
      : (steps.findLast((candidate) => candidate <= wanted) ?? steps[0] ?? null);
  const hasWeights = step === 0 || (step !== null && checkpoints.includes(step));
  return { steps, step, isProbe, hasWeights, absence: absenceOf(run, source, step, isProbe || hasWeights) };
}

function stepsOf(
  run: RunDetail,
  source: RunSource | MeasureSource,
  isProbe: boolean,
  checkpoints: readonly number[],
): readonly number[] {
  if (source.kind === 'measure') return [];
  if (isProbe) return run.snapshotSteps;
  return [...new Set([0, ...checkpoints])].sort((a, b) => a - b);
}

function absenceOf(
  run: RunDetail,
  source: RunSource | MeasureSource,
  step: number | null,
  isThere: boolean,
): Absence | null {
  if (run.shape === null) return { kind: 'no-snapshot' };
  if (source.kind === 'measure') return null;
  if (step === null) return { kind: 'no-snapshot' };
  return isThere ? null : { kind: 'no-weights', step };
}
