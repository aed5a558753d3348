import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { datasetSchema, type DatasetConfig } from '../../shared/experiment.ts';
import type { DatasetManifest, DatasetSplitManifest } from '../../shared/trainerMessages.ts';

/** One dataset as a list shows it. */
export interface DatasetSummary {
  readonly hash: string;
  readonly title: string;
  readonly config: DatasetConfig;
  readonly classes: readonly string[];
  readonly trainDocuments: number;
  readonly testDocuments: number;
  readonly createdAt: string;
}

/** One document's place in a dataset. */
export interface DatasetDocument {
  readonly split: 'train' | 'test';
  /** 0 is the first of its split, in the order the experiment uses. */
  readonly position: number;
  readonly name: string;
  /** Index into the dataset's classes. */
  readonly label: number;
  readonly hash: string;
  readonly title: string;
}

const splits = ['train', 'test'] as const;
const strings = z.array(z.string());

interface DatasetRow {
  readonly hash: string;
  readonly title: string;
  readonly config: string;
  readonly classes: string;
  readonly train_documents: number;
  readonly test_documents: number;
  readonly created_at: string;
}

/** Datasets by content hash: which documents, in which order, split and class. */
export class DatasetStore {
  readonly #keyOf;
  readonly #update;
  readonly #insert;
  readonly #addDocument;
  readonly #list;
  readonly #documents;

  constructor(db: Database) {
    this.#keyOf = db.prepare<[string], number>('SELECT key FROM datasets WHERE hash = ?').pluck();
    this.#update = db.prepare<[string, string, string, string]>(
      'UPDATE datasets SET title = ?, source = ?, config = ? WHERE hash = ?',
    );
    this.#insert = db.prepare(`
      INSERT INTO datasets (hash, title, source, config, classes, train_documents, test_documents, created_at)
      VALUES (:hash, :title, :source, :config, :classes, :train, :test, :at)`);
    this.#addDocument = db.prepare<[number | bigint, number, number, string, number, string]>(`
      INSERT INTO dataset_documents (dataset, split, position, document, label, name)
      VALUES (?, ?, ?, (SELECT key FROM documents WHERE hash = ?), ?, ?)`);
    this.#list = db.prepare<[], DatasetRow>('SELECT * FROM datasets ORDER BY created_at DESC, key DESC');
    this.#documents = db.prepare<
      [string],
      { split: number; position: number; name: string; label: number; hash: string; title: string }
    >(`
      SELECT m.split, m.position, m.name, m.label, d.hash, d.title
      FROM datasets s
      JOIN dataset_documents m ON m.dataset = s.key
      JOIN documents d ON d.key = m.document
      WHERE s.hash = ? ORDER BY m.split, m.position`);
  }

  /**
   * Keeps a dataset; the same content again only renews where it came from. Its documents must be there already:
   * SQLite refuses one that is not. Call it inside a transaction.
   */
  save(manifest: DatasetManifest): void {
    const { hash, title, config, classes, train, test } = manifest;
    if (this.#keyOf.get(hash) !== undefined) {
      this.#update.run(title, config.source, JSON.stringify(config), hash);
      return;
    }
    const { lastInsertRowid: key } = this.#insert.run({
      hash,
      title,
      source: config.source,
      config: JSON.stringify(config),
      classes: JSON.stringify(classes),
      train: train.names.length,
      test: test.names.length,
      at: new Date().toISOString(),
    });
    [train, test].forEach((split, index) => this.#saveSplit(key, index, split));
  }

  #saveSplit(dataset: number | bigint, index: number, split: DatasetSplitManifest): void {
    split.documentHashes.forEach((hash, position) => {
      const label = split.labels[position];
      const name = split.names[position];
      if (label === undefined || name === undefined) {
        throw new Error(`dataset manifest: no label or name for document ${position}`);
      }
      this.#addDocument.run(dataset, index, position, hash, label, name);
    });
  }

  /** Newest first. */
  list(): readonly DatasetSummary[] {
    return this.#list.all().map((row) => ({
      hash: row.hash,
      title: row.title,
      config: datasetSchema.parse(JSON.parse(row.config)),
      classes: strings.parse(JSON.parse(row.classes)),
      trainDocuments: row.train_documents,
      testDocuments: row.test_documents,
      createdAt: row.created_at,
    }));
  }

  /** Train documents in order, then test documents; empty if there is no such dataset. */
  documents(hash: string): readonly DatasetDocument[] {
    return this.#documents.all(hash).map((row) => ({ ...row, split: splits[row.split === 0 ? 0 : 1] }));
  }
}
