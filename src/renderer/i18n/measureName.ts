import type { MeasureSpec } from '../../shared/metrics.ts';
import { measureIn } from '../charts/language.ts';
import { figureWords } from './index.ts';

/** An untrained measure in the language of the window: "negative Euclidean, standardised, softmax". */
export function measureName(spec: MeasureSpec): string {
  return measureIn(figureWords(), spec);
}
