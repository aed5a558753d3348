import { defineStore } from 'pinia';
import type { DatasetDocument } from '../../shared/datasets.ts';
import type { DocumentTerms, TestDocuments } from '../../shared/explain.ts';
import { useLab } from './lab.ts';
import { once } from './once.ts';

/** A document's text and, by the features of a run or a dataset, its terms. */
export interface ReadDocument {
  readonly text: string | null;
  readonly terms: DocumentTerms | null;
}

const kept = 400;

/** Texts by hash and terms by row, each asked for once. */
export const useDocumentTexts = defineStore('documentTexts', () => {
  const lab = useLab();
  const texts = new Map<string, Promise<string | null>>();
  const terms = new Map<string, Promise<DocumentTerms | null>>();
  const places = new Map<string, Promise<DatasetDocument | null>>();

  /** Null if the lab no longer keeps it. */
  const text = (hash: string): Promise<string | null> =>
    once(texts, kept, hash, async () => (await lab.api().getDocuments({ hashes: [hash] }))[0]?.text ?? null);

  const termsOf = (about: TestDocuments, row: number): Promise<DocumentTerms | null> =>
    once(
      terms,
      kept,
      `${JSON.stringify(about)} ${row}`,
      async () => (await lab.api().getDocumentTerms({ ...about, rows: [row] }))[0] ?? null,
    );

  /** A document of the test split by its row; null if the lab no longer has it. */
  const testDocument = (dataset: string, row: number): Promise<DatasetDocument | null> =>
    once(places, kept, `${dataset} ${row}`, async () => {
      const page = await lab.api().listDocuments({ dataset, split: 'test', offset: row, limit: 1 });
      return page.documents[0] ?? null;
    });

  return { text, termsOf, testDocument };
});
