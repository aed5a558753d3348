import type { TrainReport } from '../../shared/trainerMessages.ts';
import type { StepClock } from './clock.ts';

/** What a run leaves beside its series. `test` is null when it ended before its last step. */
export function trainReport(step: number, clock: StepClock, test: TrainReport['test']): TrainReport {
  return {
    step,
    secondsPerStep: clock.secondsPerStep(),
    trainSeconds: clock.trainSeconds,
    // maxRSS is in kilobytes on every platform.
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    test,
  };
}
