import type { ErrorMessage } from '../../../shared/errors.ts';
import type { RunDetail } from '../../../shared/run.ts';
import { t } from '../../i18n/index.ts';
import { said } from '../../i18n/said.ts';
import type { Advice } from './advise.ts';

/**
 * How a run ended, or what it waits for, and what can be done about it; null where there is nothing to tell: it is
 * under way, or it finished.
 */
export function endingOf(run: RunDetail): Advice | null {
  const { state, step } = run;
  const error = run.error !== null && run.error.kind !== 'cancelled' ? run.error : null;
  switch (state) {
    case 'queued':
    case 'running':
    case 'paused':
      return error === null
        ? null
        : told('warn', withHint(t('ending.waits', { message: said(error.message).text }), error));
    case 'finished':
      return null;
    case 'cancelled':
      return told('warn', t('ending.stopped', { step }), next(run));
    case 'interrupted':
      return error === null
        ? told('warn', t('ending.closed', { step }), next(run))
        : told(
            'bad',
            t('ending.interrupted', { step, message: said(error.message).text }),
            remedy(error),
            next(run),
          );
    case 'diverged':
      return told('bad', t('ending.diverged', { step }), t('ending.calmer'), lastGood(run));
    case 'failed':
      return told('bad', ...failure(run, error));
  }
}

const told = (tone: Advice['tone'], ...sentences: readonly string[]): Advice => ({
  tone,
  text: sentences.filter((sentence) => sentence !== '').join(' '),
});

type Told = Exclude<ErrorMessage, { kind: 'cancelled' }>;

function failure({ step }: RunDetail, error: Told | null): readonly string[] {
  const message = said(error?.message ?? '').text;
  const what = t('ending.failed', { step, message });
  const kept = step > 0 ? t('ending.kept') : '';
  return error?.kind === 'expected' ? [withHint(what, error), kept] : [what, t('ending.report'), kept];
}

function withHint(what: string, error: Told): string {
  return error.kind === 'expected' && error.hint !== undefined ? `${what} ${said(error.hint).text}.` : what;
}

/** What has to change before the run goes on; that it can is said from its checkpoints. */
function remedy(error: Told): string {
  if (error.kind === 'bug') return t('ending.report');
  if (error.code === 'out-of-memory') return t('ending.lessMemory');
  return error.code === 'out-of-disk' ? t('ending.room') : '';
}

function next(run: RunDetail): string {
  const step = resumable(run);
  return step === undefined ? t('ending.again') : t('ending.resume', { step });
}

function lastGood(run: RunDetail): string {
  const step = resumable(run);
  return step === undefined ? '' : t('ending.forkFrom', { step });
}

/** Step of the newest checkpoint that can be gone on from. */
const resumable = ({ checkpoints }: RunDetail): number | undefined =>
  checkpoints.findLast((checkpoint) => checkpoint.resumable)?.step;
