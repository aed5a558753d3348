import {
  pairSpearman,
  rankedMeasures,
  summarisePair,
  type MeasureAgreement,
} from '../../shared/agreement.ts';
import { formatNumber } from '../../shared/scales.ts';
import type { FigureWords } from './figureWords.ts';
import { measureIn } from './language.ts';
import type { NumberGrid } from './numberGrid.ts';

/** "cosine / σ": short enough for the head of a column. */
export function rankedNames(words: FigureWords): readonly string[] {
  return rankedMeasures.map(
    (spec) =>
      `${measureIn(words, { ...spec, features: 'raw' })}${spec.features === 'standardised' ? ' / σ' : ''}`,
  );
}

/** Mean rank correlation of every two measures, 1 on the diagonal. */
export function agreementGrid(agreement: MeasureAgreement, words: FigureWords): NumberGrid {
  const M = rankedMeasures.length;
  const names = rankedNames(words).map((text) => ({ text }));
  const values = new Float64Array(M * M);
  for (let a = 0; a < M; a += 1) {
    for (let b = 0; b < M; b += 1) {
      values[a * M + b] = a === b ? 1 : summarisePair(pairSpearman(agreement, a, b), agreement.length).mean;
    }
  }
  return {
    rows: names,
    columns: names,
    values,
    scale: { kind: 'linear', max: 1, signed: true, locked: true },
    // Two decimals fit a cell; the exact number stands over the grid on screen, and in the file's table.
    write: (value) => formatNumber(value, 2, words),
  };
}
