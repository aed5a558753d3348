import type { ApiHandlers } from '../../shared/api.ts';
import { checkExperiment, parseExperiment, type Experiment } from '../../shared/experiment.ts';
import type { ForkPoint } from '../../shared/fork.ts';
import type { RunId } from '../../shared/ids.ts';
import { presets } from '../../shared/presets.ts';
import type { NewRun } from '../store/runs.ts';
import type { ApiContext } from './context.ts';
import { forkPoint } from './forkPoint.ts';

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
  store,
  queue,
  threads,
  doctor,
  estimate,
}: ApiContext): Pick<ApiHandlers, TrainingMethods> {
  const forked = (experiment: Experiment, parent: ForkPoint<RunId> | null): Pick<NewRun, 'parent'> =>
    parent === null ? {} : { parent: forkPoint(store, experiment, parent) };
  return {
    doctor: () => doctor(),
    listPresets: () => presets,
    checkExperiment: ({ experiment }) => checkExperiment(experiment),
    estimate: ({ experiment }) => estimate(parseExperiment(experiment)),
    startRuns: ({ experiment, seeds, group, parent }) => {
      const parsed = parseExperiment(experiment);
      const experiments = seeds.map((seed) => ({ ...parsed, seed }));
      return { runIds: queue.addAll(experiments, { threads, ...forked(parsed, parent) }, group) };
    },
    startRun: ({ experiment, parent }) => {
      const parsed = parseExperiment(experiment);
      return { runId: queue.add(parsed, { threads, ...forked(parsed, parent) }) };
    },
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
