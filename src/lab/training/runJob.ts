import { assertNever } from '../../shared/errors.ts';
import type { TrainerJob } from '../../shared/trainerMessages.ts';
import { reportHealth } from './doctor.ts';
import { explainRun } from './explainJob.ts';
import { reportFeatures } from './featuresReport.ts';
import type { JobHooks } from './hooks.ts';
import { measureMachine } from './measure.ts';
import { importDataset } from './openData.ts';
import { reachStep } from './reach.ts';
import { runTraining } from './train.ts';
import { reportVocabulary } from './vocabularyJob.ts';

/** Does a job to its last event. Throws `CancelledError` if it was stopped, and what the job throws. */
export async function runJob(job: TrainerJob, hooks: JobHooks): Promise<void> {
  switch (job.kind) {
    case 'train':
      return runTraining(job, hooks);
    case 'import':
      return importDataset(job.dataset, job.folders, hooks);
    case 'features':
      return reportFeatures(job.dataset, job.features, job.folders, hooks);
    case 'doctor':
      return reportHealth(job.folders, hooks);
    case 'vocabulary':
      return reportVocabulary(job, hooks);
    case 'measure':
      return measureMachine(job, hooks);
    case 'reach':
      return reachStep(job, hooks);
    case 'explain':
      return explainRun(job, hooks);
    default:
      return assertNever(job);
  }
}
