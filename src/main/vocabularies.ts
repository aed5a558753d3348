import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FrequencyCounts, VocabularyCounts, VocabularyTable } from '../shared/vocabulary.ts';

/** Tables that stay in memory: megabytes each, and asked for while one looks at a dataset. */
const keptTables = 3;

const pairs = z.array(z.tuple([z.int().min(1), z.int().min(1)]));
const fileSchema = z.strictObject({
  version: z.literal(1),
  documents: z.int().min(0),
  longest: z.int().min(0),
  words: pairs,
  stopWords: pairs,
});

/**
 * What is known of the words of each dataset: the counts of all of them on the disk (a few kB each, cleaned up with
 * the cache), the tables of the last few in memory.
 */
export class Vocabularies {
  readonly #cacheDir: string;
  readonly #counts = new Map<string, VocabularyCounts | null>();
  readonly #tables = new Map<string, VocabularyTable>();

  constructor(cacheDir: string) {
    this.#cacheDir = cacheDir;
  }

  /** Throws what the disk throws. */
  keep(table: VocabularyTable): void {
    const { dataset, counts } = table;
    this.#counts.set(dataset, counts);
    this.#tables.delete(dataset);
    this.#tables.set(dataset, table);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > keptTables && oldest !== undefined) this.#tables.delete(oldest);
    const contents: z.output<typeof fileSchema> = {
      version: 1,
      documents: counts.documents,
      longest: counts.longest,
      words: toPairs(counts.words),
      stopWords: toPairs(counts.stopWords),
    };
    mkdirSync(this.#cacheDir, { recursive: true });
    writeFileSync(`${this.#file(dataset)}.part`, JSON.stringify(contents));
    renameSync(`${this.#file(dataset)}.part`, this.#file(dataset));
  }

  table(dataset: string): VocabularyTable | null {
    return this.#tables.get(dataset) ?? null;
  }

  /** Null until the words of this dataset have been counted. */
  counts(dataset: string): VocabularyCounts | null {
    let known = this.#counts.get(dataset);
    if (known === undefined) {
      known = this.#read(dataset);
      this.#counts.set(dataset, known);
    }
    return known;
  }

  #read(dataset: string): VocabularyCounts | null {
    try {
      const { documents, longest, words, stopWords } = fileSchema.parse(
        JSON.parse(readFileSync(this.#file(dataset), 'utf8')),
      );
      return { documents, longest, words: fromPairs(words), stopWords: fromPairs(stopWords) };
    } catch {
      // Not there, or not ours any more: it is counted again when it is wanted.
      return null;
    }
  }

  #file(dataset: string): string {
    return join(this.#cacheDir, `vocabulary-${dataset}.json`);
  }
}

function toPairs({ frequencies, terms }: FrequencyCounts): [number, number][] {
  return Array.from(frequencies, (frequency, at) => [frequency, terms[at] ?? 0]);
}

function fromPairs(entries: readonly (readonly [number, number])[]): FrequencyCounts {
  return {
    frequencies: Int32Array.from(entries, ([frequency]) => frequency),
    terms: Int32Array.from(entries, ([, terms]) => terms),
  };
}
