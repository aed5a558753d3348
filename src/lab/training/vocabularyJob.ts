import { LabError } from '../../shared/errors.ts';
import type { TrainerJob } from '../../shared/trainerMessages.ts';
import { openDataset, type Dataset } from '../dataset/dataset.ts';
import { Pace } from '../features/pace.ts';
import { tabulateVocabulary } from '../features/vocabularyTable.ts';
import type { JobHooks } from './hooks.ts';
import { progressSender } from './progress.ts';

export type VocabularyJob = Extract<TrainerJob, { kind: 'vocabulary' }>;

/** The job behind the vocabulary's inspector. Throws as `openDataset` does, and `LabError('conflict')`. */
export async function reportVocabulary(job: VocabularyJob, hooks: JobHooks): Promise<void> {
  const dataset = await openDataset(job.dataset, {
    dataDir: job.folders.dataDir,
    cacheDir: job.folders.cacheDir,
    onProgress: progressSender(hooks.emit),
    signal: hooks.control.signal,
  });
  if (dataset.hash !== job.hash) {
    throw new LabError('conflict', `the documents have changed since they were imported: ${dataset.title}`, {
      hint: 'Import them again',
    });
  }
  await emitVocabulary(dataset, hooks);
}

/** Counts the words of the training documents and tells the table. */
export async function emitVocabulary(dataset: Dataset, hooks: JobHooks): Promise<void> {
  const report = progressSender(hooks.emit);
  const { texts } = dataset.train;
  const pace = new Pace(texts.length, hooks.control.signal, (progress) =>
    report({ type: 'progress', ...progress }),
  );
  await hooks.emit({ type: 'vocabulary', table: await tabulateVocabulary(dataset.hash, texts, pace) });
}
