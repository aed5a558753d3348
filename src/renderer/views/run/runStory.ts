import type { RunDetail } from '../../../shared/run.ts';
import { formatBytes, formatCount, formatLoss, formatTime } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { said } from '../../i18n/said.ts';

/** One line of a run's story: when, or at which step, and what. */
export interface StoryLine {
  readonly at: string;
  readonly mark: string;
  readonly text: string;
  readonly level: 'info' | 'warn' | 'error';
}

/**
 * What happened in a run, from what it stored: the trainer logs little, since losses, tests and checkpoints have
 * places of their own. Lines with a clock are at that time; the others stand at their step.
 */
export function runStory(run: RunDetail): readonly StoryLine[] {
  const { engine, shape, experiment } = run;
  const line = (at: string, mark: string, text: string): StoryLine => ({ at, mark, text, level: 'info' });
  const lines: StoryLine[] = [line(formatTime(run.createdAt), t('story.queued'), run.name)];
  if (shape !== null) {
    lines.push(
      line(
        '',
        t('story.data'),
        t('story.documents', {
          train: formatCount(shape.trainDocuments),
          test: formatCount(shape.testDocuments),
          features: formatCount(shape.features),
        }),
      ),
      line(
        '',
        t('story.weights'),
        t('story.drawn', {
          heads: shape.heads,
          d: shape.headDim,
          features: shape.features,
          init: t(`form.option.model.init.${experiment.model.init}`),
          seed: experiment.seed,
        }),
      ),
    );
  }
  if (engine !== null)
    lines.push(line('', t('story.engine'), `${engine.name} ${engine.version}, ${engine.device}`));
  const started = run.startedAt;
  if (started !== null) lines.push(line(formatTime(started), t('story.started'), ''));
  for (const { step, epoch, metrics } of run.evaluations) {
    lines.push(
      line(
        t('run.atStep', { step }),
        t('story.epoch', { epoch }),
        t('story.tested', { loss: formatLoss(metrics.loss), mass: formatLoss(metrics.sameClassMass) }),
      ),
    );
  }
  for (const { step, bytes, resumable } of run.checkpoints) {
    lines.push(
      line(
        t('run.atStep', { step }),
        t('story.checkpoint'),
        `${formatBytes(bytes)}, ${resumable ? t('run.resumable') : t('run.weightsOnly')}`,
      ),
    );
  }
  for (const { at, level, message } of run.log)
    lines.push({ at: formatTime(at), mark: '', text: message, level });
  if (run.endedAt !== null) {
    const error = run.error !== null && run.error.kind !== 'cancelled' ? said(run.error.message).text : '';
    lines.push({
      at: formatTime(run.endedAt),
      mark: t(`state.${run.state}`),
      text: error,
      level: run.state === 'failed' || run.state === 'diverged' ? 'error' : 'info',
    });
  }
  return lines;
}
