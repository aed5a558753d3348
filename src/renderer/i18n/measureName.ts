import type { MeasureSpec } from '../../shared/metrics.ts';
import { t } from './index.ts';

/** An untrained measure in the language of the window: "negative Euclidean, standardised, softmax". */
export function measureName(spec: MeasureSpec): string {
  if (spec.kind === 'uniform') return t('measure.uniform');
  const parts = [t(`measure.${spec.kind}`)];
  if (spec.features === 'standardised') parts.push(t('measure.standardised'));
  if (spec.softmax) parts.push(t('measure.softmax'));
  return parts.join(', ');
}
