import type { ApiHandlers } from '../../shared/api.ts';
import { checkExperiment, parseExperiment } from '../../shared/experiment.ts';
import { presets } from '../../shared/presets.ts';
import type { ApiContext } from './context.ts';

type TrainingMethods =
  'doctor' | 'listPresets' | 'checkExperiment' | 'startRun' | 'pauseRun' | 'resumeRun' | 'stopRun';

/** Experiments and the life of the runs made of them. */
export function trainingHandlers({ queue, threads, doctor }: ApiContext): Pick<ApiHandlers, TrainingMethods> {
  return {
    doctor: () => doctor(),
    listPresets: () => presets,
    checkExperiment: ({ experiment }) => checkExperiment(experiment),
    startRun: ({ experiment }) => ({ runId: queue.add(parseExperiment(experiment), { threads }) }),
    pauseRun: ({ runId }) => {
      queue.pause(runId);
      return null;
    },
    resumeRun: ({ runId }) => {
      queue.resume(runId);
      return null;
    },
    stopRun: ({ runId }) => {
      queue.stop(runId);
      return null;
    },
  };
}
