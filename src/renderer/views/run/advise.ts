import type { RunDetail } from '../../../shared/run.ts';
import { formatLoss } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { measureName } from '../../i18n/measureName.ts';

export interface Advice {
  readonly tone: 'bad' | 'warn' | 'ok';
  readonly text: string;
}

/** Where its last test loss stands among its baselines; null while unknown. How it ended is `endingOf`. */
export function advise(run: RunDetail): Advice | null {
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
