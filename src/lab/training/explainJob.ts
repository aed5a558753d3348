import { LabError, toErrorMessage } from '../../shared/errors.ts';
import type { Experiment } from '../../shared/experiment.ts';
import type { JobFolders, TrainerJob } from '../../shared/trainerMessages.ts';
import { openDataset } from '../dataset/dataset.ts';
import { RunExplainer } from '../explain/explainer.ts';
import { keptFeatures, type Features } from '../features/features.ts';
import { featuresOf } from './featuresOf.ts';
import type { JobHooks } from './hooks.ts';
import { progressSender } from './progress.ts';

export type ExplainJob = Extract<TrainerJob, { kind: 'explain' }>;

/**
 * The job that answers questions about a run until it is stopped: a process of its own, so that what it read of the
 * weights serves the next question. Throws `LabError` if the run's documents cannot be had any more; a question that
 * cannot be answered is refused and the next one taken.
 */
export async function explainRun(job: ExplainJob, hooks: JobHooks): Promise<void> {
  const { signal } = hooks.control;
  const { questions } = hooks;
  if (questions === undefined) throw new Error('a job that explains needs to be asked');
  const { terms, test } = await featuresOfRun(job.experiment, job.datasetHash, job.folders, hooks);
  const explainer = new RunExplainer({
    experiment: job.experiment,
    test,
    terms,
    labels: job.testLabels,
    classes: job.classes,
  });
  for (;;) {
    const asked = await questions.next(signal);
    if (asked === null) return;
    try {
      const answer = await explainer.answer(asked.question, signal);
      await hooks.emit({ type: 'answer', id: asked.id, answer });
    } catch (error) {
      if (signal.aborted) return;
      await hooks.emit({ type: 'refused', id: asked.id, error: toErrorMessage(error) });
    }
  }
}

/** From the cache if it has them, which needs no documents; else the documents are read again. */
async function featuresOfRun(
  experiment: Experiment,
  datasetHash: string,
  folders: JobFolders,
  hooks: JobHooks,
): Promise<Features> {
  const kept = await keptFeatures(datasetHash, experiment.features, folders.cacheDir);
  if (kept !== null) return kept;
  const dataset = await openDataset(experiment.dataset, {
    dataDir: folders.dataDir,
    cacheDir: folders.cacheDir,
    onProgress: progressSender(hooks.emit),
    signal: hooks.control.signal,
  });
  if (dataset.hash !== datasetHash) {
    throw new LabError('conflict', 'the documents are no longer those of the run', {
      hint: 'Train it again on the documents as they are now',
    });
  }
  return featuresOf(dataset, experiment.features, folders, hooks);
}
