import { defineStore } from 'pinia';
import type { DocumentTerms } from '../../shared/explain.ts';
import type { RunId } from '../../shared/ids.ts';
import { useLab } from './lab.ts';

/** A document's text and, by the features of a run, its terms. */
export interface ReadDocument {
  readonly text: string | null;
  readonly terms: DocumentTerms | null;
}

const kept = 400;

/** Texts by hash and terms by run and row, each asked for once. */
export const useDocumentTexts = defineStore('documentTexts', () => {
  const lab = useLab();
  const texts = new Map<string, Promise<string | null>>();
  const terms = new Map<string, Promise<DocumentTerms | null>>();

  const once = <Value>(
    known: Map<string, Promise<Value>>,
    key: string,
    ask: () => Promise<Value>,
  ): Promise<Value> => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const asked = ask();
    known.set(key, asked);
    asked.catch(() => known.delete(key));
    const oldest = known.keys().next().value;
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
    return asked;
  };

  /** Null if the lab no longer keeps it. */
  const text = (hash: string): Promise<string | null> =>
    once(texts, hash, async () => (await lab.api().getDocuments({ hashes: [hash] }))[0]?.text ?? null);

  const termsOf = (runId: RunId, row: number): Promise<DocumentTerms | null> =>
    once(
      terms,
      `${runId} ${row}`,
      async () => (await lab.api().getDocumentTerms({ runId, rows: [row] }))[0] ?? null,
    );

  return { text, termsOf };
});
