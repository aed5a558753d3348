import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { DatasetDetail, DatasetDocument, DatasetSummary } from '../../shared/datasets.ts';
import { datasetSchema } from '../../shared/experiment.ts';
import type { DatasetManifest, DatasetSplitManifest } from '../../shared/trainerMessages.ts';

export type { DatasetDocument, DatasetSummary } from '../../shared/datasets.ts';

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
  readonly #select;
  readonly #classCounts;
  readonly #runs;
  readonly #documentKeys;
  readonly #removeDocument;
  readonly #remove;
  /** Taken off the list and not yet removed, so that it can be brought back. */
  #hidden: string | null = null;

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
    this.#select = db.prepare<[string], DatasetRow>('SELECT * FROM datasets WHERE hash = ?');
    this.#classCounts = db.prepare<[string], { split: number; label: number; documents: number }>(`
      SELECT m.split, m.label, count(*) AS documents
      FROM datasets s JOIN dataset_documents m ON m.dataset = s.key
      WHERE s.hash = ? GROUP BY m.split, m.label`);
    this.#runs = db.prepare<[string], { visible: number; all_runs: number }>(
      'SELECT count(*) AS all_runs, count(*) FILTER (WHERE deleted_at IS NULL) AS visible FROM runs WHERE dataset_hash = ?',
    );
    this.#documentKeys = db
      .prepare<[string], number>(
        'SELECT DISTINCT m.document FROM dataset_documents m JOIN datasets s ON s.key = m.dataset WHERE s.hash = ?',
      )
      .pluck();
    this.#removeDocument = db.prepare<[number]>(
      'DELETE FROM documents WHERE key = ? AND NOT EXISTS (SELECT 1 FROM dataset_documents WHERE document = documents.key)',
    );
    this.#remove = db.prepare<[string]>('DELETE FROM datasets WHERE hash = ?');
  }

  /**
   * Keeps a dataset; the same content again only renews where it came from. Its documents must be there already:
   * SQLite refuses one that is not. Call it inside a transaction.
   */
  save(manifest: DatasetManifest): void {
    const { hash, title, config, classes, train, test } = manifest;
    this.show(hash);
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
    return this.#list
      .all()
      .filter(({ hash }) => hash !== this.#hidden)
      .map(toSummary);
  }

  /** Null if there is none. */
  get(hash: string): DatasetDetail | null {
    const row = this.#select.get(hash);
    if (row === undefined || hash === this.#hidden) return null;
    const summary = toSummary(row);
    const classCounts = summary.classes.map(() => ({ train: 0, test: 0 }));
    for (const { split, label, documents } of this.#classCounts.all(hash)) {
      const counts = classCounts[label];
      if (counts !== undefined) counts[splits[split === 0 ? 0 : 1]] = documents;
    }
    return { ...summary, classCounts, runs: this.#runs.get(hash)?.visible ?? 0 };
  }

  /** Whether a run was trained on it, deleted ones included: they may come back. */
  isUsed(hash: string): boolean {
    return (this.#runs.get(hash)?.all_runs ?? 0) > 0;
  }

  /** Takes a dataset off the list; the one before it that was, is gone for good. Call it inside a transaction. */
  hide(hash: string): void {
    this.removeHidden();
    this.#hidden = hash;
  }

  /** Brings back what was taken off the list last; false if this is not it. */
  show(hash: string): boolean {
    if (this.#hidden !== hash) return false;
    this.#hidden = null;
    return true;
  }

  /** Removes for good what is off the list, with the documents of no other. Call it inside a transaction. */
  removeHidden(): void {
    if (this.#hidden !== null && !this.isUsed(this.#hidden)) this.#removeRows(this.#hidden);
    this.#hidden = null;
  }

  #removeRows(hash: string): void {
    const keys = this.#documentKeys.all(hash);
    this.#remove.run(hash);
    for (const key of keys) this.#removeDocument.run(key);
  }

  /** Train documents in order, then test documents; empty if there is no such dataset. */
  documents(hash: string): readonly DatasetDocument[] {
    return this.#documents.all(hash).map((row) => ({ ...row, split: splits[row.split === 0 ? 0 : 1] }));
  }
}

function toSummary(row: DatasetRow): DatasetSummary {
  return {
    hash: row.hash,
    title: row.title,
    config: datasetSchema.parse(JSON.parse(row.config)),
    classes: strings.parse(JSON.parse(row.classes)),
    trainDocuments: row.train_documents,
    testDocuments: row.test_documents,
    createdAt: row.created_at,
  };
}
