import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Experiment } from '../../shared/experiment.ts';
import type { JobFolders, TrainerEvent } from '../../shared/trainerMessages.ts';
import type { EngineData } from '../engine/engine.ts';
import { featuresOf } from './featuresOf.ts';
import type { JobHooks } from './hooks.ts';
import { openData } from './openData.ts';
import { planRun, type RunPlan } from './plan.ts';
import { probeEvent } from './probes.ts';

/** What a run keeps of its data: numbers and the names of its probes. The texts are the store's by now. */
export interface RunData {
  readonly datasetHash: string;
  readonly plan: RunPlan;
  readonly engineData: EngineData;
  readonly probes: readonly Extract<TrainerEvent, { type: 'probe' }>[];
}

/** Opens the documents, tells them, and turns them into features. Throws what makes the run impossible. */
export async function readRunData(
  experiment: Experiment,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<RunData> {
  const data = await openData(experiment.dataset, folders, hooks);
  const { dataset, manifest } = data;
  await hooks.emit({ type: 'dataset', manifest });
  const features = await featuresOf(dataset, experiment.features, folders, hooks);
  const plan = planRun(experiment, dataset, features.terms.length);
  const { sequenceLength } = plan.model;
  return {
    datasetHash: manifest.hash,
    plan,
    engineData: {
      train: features.train,
      trainLabels: dataset.train.labels,
      test: features.test,
      testLabels: dataset.test.labels,
    },
    probes: Array.from({ length: experiment.probes.sequences }, (_, sequence) =>
      probeEvent(data, sequence, sequenceLength),
    ),
  };
}

/**
 * Gives back what reading left on the heap. V8 feels no pressure from the gigabytes an engine takes outside it, so
 * tens of megabytes of texts would stay for the whole run.
 */
export function releaseHeap(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
