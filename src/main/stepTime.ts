import type { StepEstimate } from '../shared/estimate.ts';

/** A step that was timed on this machine: of a run, or of the machine's measurement. */
export interface TimedStep {
  readonly parameters: number;
  readonly seconds: number;
  readonly of: 'run' | 'measurement';
}

/**
 * Seconds a step of a model of that size takes, from steps timed on the same engine and machine; null without any.
 * Between two sizes it goes in a straight line, beyond the largest in proportion (memory's pace), below the smallest
 * as fast as that one. Medians stand for steps of one size; runs, where there are any, for measurements.
 */
export function estimateStep(timed: readonly TimedStep[], parameters: number): StepEstimate | null {
  const runs = timed.filter((step) => step.of === 'run');
  const same = runs.filter((step) => step.parameters === parameters);
  if (same.length > 0) return { seconds: medianOf(same), from: 'same', runs: same.length };

  const sizes = [...new Set(timed.map((step) => step.parameters))].sort((a, b) => a - b);
  const points = sizes.map((size) => {
    const here = timed.filter((step) => step.parameters === size);
    const ran = here.filter((step) => step.of === 'run');
    return { size, seconds: medianOf(ran.length > 0 ? ran : here) };
  });
  const above = points.find(({ size }) => size >= parameters);
  const below = points.findLast(({ size }) => size <= parameters);
  if (above === undefined && below === undefined) return null;
  return {
    seconds: between(below, above, parameters),
    from: runs.length > 0 ? 'scaled' : 'measured',
    runs: runs.length,
  };
}

interface Point {
  readonly size: number;
  readonly seconds: number;
}

function between(below: Point | undefined, above: Point | undefined, size: number): number {
  if (below === undefined) return above?.seconds ?? 0;
  if (above === undefined) return (below.seconds * size) / below.size;
  if (above.size === below.size) return below.seconds;
  return below.seconds + ((above.seconds - below.seconds) * (size - below.size)) / (above.size - below.size);
}

function medianOf(steps: readonly TimedStep[]): number {
  const sorted = steps.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
