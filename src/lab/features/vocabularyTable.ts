import { listedTerms, type FrequencyCounts, type VocabularyTable } from '../../shared/vocabulary.ts';
import type { Pace } from './pace.ts';
import { englishStopWords } from './stopWords.ts';
import { countTerms, documentFrequencies, occurrences } from './termCounts.ts';

/**
 * Every word of the training texts with its frequencies, before anything is pruned: what a choice of minDf, maxDf,
 * maxFeatures and stop words is made from. Lists at most `most` terms, counts all. Throws `CancelledError` through
 * `pace`.
 */
export async function tabulateVocabulary(
  dataset: string,
  texts: readonly string[],
  pace: Pace,
  most = listedTerms,
): Promise<VocabularyTable> {
  const numbers = new Map<string, number>();
  const counts = await countTerms(texts, numbers, true, pace);
  const words = [...numbers.keys()];
  const frequency = documentFrequencies(counts, words.length);
  const occurring = occurrences(counts, words.length);
  const stopWords = new Set(englishStopWords);
  const isStopWord = Uint8Array.from(words, (word) => (stopWords.has(word) ? 1 : 0));

  let longest = 0;
  for (let row = 0; row < counts.documents; row++) {
    longest = Math.max(longest, counts.indptr[row + 1]! - counts.indptr[row]!);
  }
  const order = Array.from(words.keys())
    .sort((a, b) => frequency[b]! - frequency[a]! || (words[a]! < words[b]! ? -1 : 1))
    .slice(0, most);
  return {
    dataset,
    counts: {
      documents: texts.length,
      words: tally(frequency.filter((_, term) => isStopWord[term] === 0)),
      stopWords: tally(frequency.filter((_, term) => isStopWord[term] === 1)),
      longest,
    },
    terms: order.map((term) => words[term]!),
    documentFrequency: Int32Array.from(order, (term) => frequency[term]!),
    occurrences: Float64Array.from(order, (term) => occurring[term]!),
    isStopWord: Uint8Array.from(order, (term) => isStopWord[term]!),
  };
}

function tally(frequencies: Int32Array): FrequencyCounts {
  const terms = new Map<number, number>();
  for (const frequency of frequencies) terms.set(frequency, (terms.get(frequency) ?? 0) + 1);
  const sorted = [...terms].sort(([a], [b]) => a - b);
  return {
    frequencies: Int32Array.from(sorted, ([frequency]) => frequency),
    terms: Int32Array.from(sorted, ([, count]) => count),
  };
}
