import type { RunDetail } from '../../../shared/run.ts';
import { formatLoss } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { measureName } from '../../i18n/measureName.ts';

export interface Advice {
  readonly tone: 'bad' | 'warn' | 'ok';
  readonly text: string;
}

/** What a person should know of how the run stands, from its own test loss and baselines; null while unknown. */
export function advise(run: RunDetail): Advice | null {
  if (run.error !== null && run.error.kind !== 'cancelled') {
    const hint = run.error.kind === 'expected' && run.error.hint !== undefined ? `. ${run.error.hint}.` : '';
    return { tone: 'bad', text: `${run.error.message}${hint}` };
  }
  if (run.state === 'diverged') return { tone: 'bad', text: t('run.divergedAt', { step: run.step }) };
  const loss = run.lastEvaluation?.metrics.loss;
  const uniform = run.baselines.find(({ spec }) => spec.kind === 'uniform');
  const [best] = run.baselines.toSorted((a, b) => a.metrics.loss - b.metrics.loss);
  if (loss === undefined || uniform === undefined || best === undefined) return null;
  if (loss > uniform.metrics.loss) {
    return {
      tone: 'warn',
      text: t('run.aboveUniform', { loss: formatLoss(loss), uniform: formatLoss(uniform.metrics.loss) }),
    };
  }
  const values = {
    loss: formatLoss(loss),
    measure: measureName(best.spec),
    value: formatLoss(best.metrics.loss),
  };
  return loss > best.metrics.loss
    ? { tone: 'warn', text: t('run.aboveBest', values) }
    : { tone: 'ok', text: t('run.belowAll', values) };
}
