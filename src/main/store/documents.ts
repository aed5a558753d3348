import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import type { StoredDocument } from '../../shared/trainerMessages.ts';

interface DocumentRow {
  readonly hash: string;
  readonly title: string;
  readonly text: Buffer;
}

/** Texts, once per content hash and compressed, so that an old run can show them after their folder is gone. */
export class DocumentStore {
  readonly #known;
  readonly #insert;
  readonly #select;

  constructor(db: Database) {
    this.#known = db.prepare<[string], number>('SELECT 1 FROM documents WHERE hash = ?').pluck();
    this.#insert = db.prepare<[string, string, Buffer]>(
      'INSERT INTO documents (hash, title, text) VALUES (?, ?, ?)',
    );
    this.#select = db.prepare<[string], DocumentRow>(
      'SELECT hash, title, text FROM documents WHERE hash = ?',
    );
  }

  /** Keeps those that are new; a known hash is not compressed again. Call it inside a transaction. */
  save(documents: readonly StoredDocument[]): void {
    for (const { hash, title, text } of documents) {
      if (this.#known.get(hash) !== undefined) continue;
      this.#insert.run(hash, title, deflateRawSync(Buffer.from(text, 'utf8')));
    }
  }

  /** In the order asked for; unknown hashes are left out. */
  get(hashes: readonly string[]): readonly StoredDocument[] {
    return hashes.flatMap((hash) => {
      const row = this.#select.get(hash);
      if (row === undefined) return [];
      return [{ hash: row.hash, title: row.title, text: inflateRawSync(row.text).toString('utf8') }];
    });
  }
}
