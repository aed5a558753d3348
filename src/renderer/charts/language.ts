import type { MeasureSpec } from '../../shared/metrics.ts';
import { chartWordsPt } from './chartWordsPt.ts';
import { figureWords, type FigureWords } from './figureWords.ts';
import { figureWordsPt } from './figureWordsPt.ts';
import { chartWords, type ChartWords } from './words.ts';

/** Every word of a figure in one language. */
export interface Language {
  readonly charts: ChartWords;
  readonly figure: FigureWords;
}

export const languages = {
  en: { charts: chartWords, figure: figureWords },
  'pt-BR': { charts: chartWordsPt, figure: figureWordsPt },
} as const satisfies Record<string, Language>;

/** "negative Euclidean, standardised, softmax". */
export function measureIn({ measure }: FigureWords, spec: MeasureSpec): string {
  if (spec.kind === 'uniform') return measure.uniform;
  const parts = [measure[spec.kind]];
  if (spec.features === 'standardised') parts.push(measure.standardised);
  if (spec.softmax) parts.push(measure.softmax);
  return parts.join(', ');
}
