import type { RunSummary } from '../../shared/run.ts';

/** Seconds until the run has done its steps, at its mean pace so far, tests and snapshots included; null while unknown. */
export function secondsLeft(run: RunSummary): number | null {
  const total = run.shape?.totalSteps;
  if (total === undefined || run.state !== 'running' || run.step === 0 || run.trainSeconds === null)
    return null;
  return (run.trainSeconds / run.step) * Math.max(0, total - run.step);
}

/** Seconds a step; the median the trainer reports, else the mean so far. */
export function secondsPerStep(run: RunSummary): number | null {
  if (run.secondsPerStep !== null) return run.secondsPerStep;
  return run.trainSeconds === null || run.step === 0 ? null : run.trainSeconds / run.step;
}
