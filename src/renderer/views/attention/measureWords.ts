import type { LocationQuery } from 'vue-router';
import { rankedMeasures } from '../../../shared/agreement.ts';
import { isHash, wholeNumber } from '../../../shared/attentionSource.ts';
import { measureId } from '../../../shared/metrics.ts';

/** What the address of the measures page says beside what is looked at. */
export interface MeasureChoice {
  /** A dataset without a run; null: the documents of the run that is looked at. */
  readonly data: { readonly dataset: string; readonly sequenceLength: number } | null;
  /** Test sequence of that dataset. */
  readonly at: number;
  readonly shown: 'softmax' | 'scores';
  /** The two measures compared, as places among `rankedMeasures`. */
  readonly pair: readonly [a: number, b: number];
}

/** Cosine and negative Euclidean distance of standardised features: where they part ways. */
const usualPair = [5, 6] as const;
export const usualLength = 32;

export function readMeasures(query: LocationQuery): MeasureChoice {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value : '';
  };
  const length = wholeNumber(text('length')) ?? usualLength;
  const placeOf = (name: string, usual: number): number => {
    const found = rankedMeasures.findIndex((spec) => measureId(spec) === text(name));
    return found < 0 ? usual : found;
  };
  const [a, b] = [placeOf('a', usualPair[0]), placeOf('b', usualPair[1])];
  return {
    data:
      isHash(text('documents')) && length >= 2 && length <= 512
        ? { dataset: text('documents'), sequenceLength: length }
        : null,
    at: wholeNumber(text('at')) ?? 0,
    shown: text('shown') === 'softmax' ? 'softmax' : 'scores',
    pair: a === b ? usualPair : [a, b],
  };
}

export function writeMeasures(choice: Partial<MeasureChoice>): Record<string, string | null> {
  const { data, at, shown, pair } = choice;
  const idOf = (place: number): string | null => {
    const spec = rankedMeasures[place];
    return spec === undefined ? null : measureId(spec);
  };
  return {
    ...(data === undefined
      ? {}
      : {
          documents: data?.dataset ?? null,
          length: data === null || data.sequenceLength === usualLength ? null : String(data.sequenceLength),
        }),
    ...(at === undefined ? {} : { at: at === 0 ? null : String(at) }),
    ...(shown === undefined ? {} : { shown: shown === 'scores' ? null : shown }),
    ...(pair === undefined ? {} : { a: idOf(pair[0]), b: idOf(pair[1]) }),
  };
}
