import { setImmediate } from 'node:timers/promises';
import { centred, dot, ranks } from '../../shared/likeness.ts';
import { rankedMeasures, type FeatureFacts, type MeasureAgreement } from '../../shared/agreement.ts';
import type { FeatureMatrix } from '../features/matrix.ts';
import { raw } from '../features/standardise.ts';
import { gramOf, innerProducts } from './gram.ts';
import { scoresOf } from './measures.ts';

/**
 * Values of one column closer than this share of the column's range are one: rows of float32 have unit length to 1e-7
 * only, which tells keys apart that a query shares no word with.
 */
const tieShare = 1e-6;

/**
 * How the untrained measures order the keys of each query: Spearman's rank correlation of every two of them, query by
 * query, over the given sequences (row indices of `matrix`). Softmax over keys keeps every order, so it is left out.
 * Yields to the event loop after each sequence, where `signal` may end it by throwing its reason.
 */
export async function measureAgreement(
  matrix: FeatureMatrix,
  sequences: readonly Int32Array[],
  signal: AbortSignal,
): Promise<MeasureAgreement> {
  const n = sequences[0]?.length ?? 0;
  const M = rankedMeasures.length;
  const queries = sequences.length * n;
  const spearman = new Float32Array(((M * (M - 1)) / 2) * queries);
  const lengths = { raw: new Extent(), standardised: new Extent() };
  const column = new Float64Array(n);
  for (const [s, rows] of sequences.entries()) {
    signal.throwIfAborted();
    const gram = gramOf(matrix, rows);
    for (const features of ['raw', 'standardised'] as const) {
      const inner = innerProducts(gram, features);
      for (let i = 0; i < n; i += 1) lengths[features].take(Math.sqrt(Math.max(0, inner[i * n + i]!)));
    }
    const scores = rankedMeasures.map((spec) => scoresOf(spec, gram));
    for (let j = 0; j < n; j += 1) {
      const placed = scores.map((values) => {
        for (let i = 0; i < n; i += 1) column[i] = values[i * n + j]!;
        return centred(ranks(column, tieShare * rangeOf(column)));
      });
      let pair = 0;
      for (let a = 0; a < M; a += 1) {
        for (let b = a + 1; b < M; b += 1) {
          spearman[pair * queries + s * n + j] = dot(placed[a]!, placed[b]!);
          pair += 1;
        }
      }
    }
    await setImmediate();
  }
  return {
    measures: rankedMeasures,
    sequences: sequences.length,
    length: n,
    spearman,
    features: {
      raw: { ...lengths.raw.facts(), least: leastOf(raw(matrix)) },
      standardised: { ...lengths.standardised.facts(), least: leastOf(matrix) },
    },
  };
}

/** The smallest value a document has for any term, those it lacks included. */
function leastOf({ sparse, mean, std }: FeatureMatrix): number {
  const absent = sparse.values.length < sparse.rows * sparse.columns ? 0 : Infinity;
  return (sparse.values.reduce((least, value) => Math.min(least, value), absent) - mean) / std;
}

function rangeOf(values: Float64Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}

class Extent {
  #shortest = Infinity;
  #longest = 0;

  take(length: number): void {
    this.#shortest = Math.min(this.#shortest, length);
    this.#longest = Math.max(this.#longest, length);
  }

  facts(): Omit<FeatureFacts, 'least'> {
    return { shortest: this.#shortest, longest: this.#longest };
  }
}
