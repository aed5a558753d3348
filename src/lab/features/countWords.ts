import type { DocumentWords } from '../../shared/datasets.ts';
import { tokenise } from './tokenise.ts';

/** A text's words with how often each occurs, in order of first occurrence; stop words included. */
export function countWords(text: string): DocumentWords {
  const counts = new Map<string, number>();
  for (const word of tokenise(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { words: [...counts.keys()], counts: Int32Array.from(counts.values()) };
}
