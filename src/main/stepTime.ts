import type { StepEstimate } from '../shared/estimate.ts';

/** A step that was timed on this machine: of a run, or of the machine's measurement. */
export interface TimedStep {
  /** `stepWork` of its model. */
  readonly work: number;
  readonly seconds: number;
  readonly of: 'run' | 'measurement';
}

/** What decides how long a step takes, by the model's sizes. */
export interface StepSizes {
  readonly heads: number;
  readonly headDim: number;
  /** D */
  readonly features: number;
  /** n */
  readonly sequenceLength: number;
  readonly threads: number;
}

/**
 * Work of a step in parameters updated. There are 2·H·d·D of them; a document's words cost 80 for each row of K and Q,
 * a pair of documents 0.45 for each row and 30 for the loss of each head, which one thread takes alone. Fitted to
 * processor seconds of 14 models on the wasm engine, D from 2000 to 128,000, H·d from 64 to 2048, n from 8 to 512:
 * each within 11 %.
 */
export function stepWork({ heads, headDim, features, sequenceLength: n, threads }: StepSizes): number {
  return heads * (headDim * (2 * features + 80 * n + 0.45 * n ** 2) + 30 * threads * n ** 2);
}

/**
 * Seconds a step with that much work takes, from steps timed on the same engine and machine; null without any.
 * Between two amounts of work it goes in a straight line, beyond them in proportion. Medians stand for steps of the same work; runs, where there are any, for measurements.
 */
export function estimateStep(timed: readonly TimedStep[], work: number): StepEstimate | null {
  const runs = timed.filter((step) => step.of === 'run');
  const same = runs.filter((step) => step.work === work);
  if (same.length > 0) return { seconds: medianOf(same), from: 'same', runs: same.length };

  const sizes = [...new Set(timed.map((step) => step.work))].sort((a, b) => a - b);
  const points = sizes.map((size) => {
    const here = timed.filter((step) => step.work === size);
    const ran = here.filter((step) => step.of === 'run');
    return { size, seconds: medianOf(ran.length > 0 ? ran : here) };
  });
  const above = points.find(({ size }) => size >= work);
  const below = points.findLast(({ size }) => size <= work);
  if (above === undefined && below === undefined) return null;
  return {
    seconds: between(below, above, work),
    from: runs.length > 0 ? 'scaled' : 'measured',
    runs: runs.length,
  };
}

interface Point {
  readonly size: number;
  readonly seconds: number;
}

function between(below: Point | undefined, above: Point | undefined, size: number): number {
  const nearest = below ?? above;
  if (nearest === undefined) return 0;
  if (below === undefined || above === undefined) return (nearest.seconds * size) / nearest.size;
  if (above.size === below.size) return below.seconds;
  return below.seconds + ((above.seconds - below.seconds) * (size - below.size)) / (above.size - below.size);
}

function medianOf(steps: readonly TimedStep[]): number {
  const sorted = steps.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
