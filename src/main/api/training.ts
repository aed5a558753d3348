import type { ApiHandlers } from '../../shared/api.ts';
import { checkExperiment, parseExperiment } from '../../shared/experiment.ts';
import { presets } from '../../shared/presets.ts';
import type { ApiContext } from './context.ts';

type TrainingMethods =
  | 'doctor'
  | 'listPresets'
  | 'checkExperiment'
  | 'estimate'
  | 'startRun'
  | 'startRuns'
  | 'pauseRun'
  | 'resumeRun'
  | 'stopRun';

/** Experiments and the life of the runs made of them. */
export function trainingHandlers({
  queue,
  threads,
  doctor,
  estimate,
}: ApiContext): Pick<ApiHandlers, TrainingMethods> {
  return {
    doctor: () => doctor(),
    listPresets: () => presets,
    checkExperiment: ({ experiment }) => checkExperiment(experiment),
    estimate: ({ experiment }) => estimate(parseExperiment(experiment)),
    startRuns: ({ experiment, seeds, group }) => {
      const parsed = parseExperiment(experiment);
      const experiments = seeds.map((seed) => ({ ...parsed, seed }));
      return { runIds: queue.addAll(experiments, { threads }, group) };
    },
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
