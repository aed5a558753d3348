import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { importedExampleSchema, type ImportedExample, type ImportSummary } from '../../shared/imports.ts';

const examplesSchema = z.array(importedExampleSchema);

/** An imported file with the tokens of its examples. */
export interface StoredImport extends Omit<ImportSummary, 'examples'> {
  readonly examples: readonly ImportedExample[];
}

interface ImportRow {
  readonly hash: string;
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly examples: string;
  readonly created_at: string;
}

/** Attention that came from files; its numbers are files beside the database. */
export class ImportStore {
  readonly #save;
  readonly #list;
  readonly #select;
  readonly #rename;
  readonly #remove;

  constructor(db: Database) {
    this.#save = db.prepare(
      `INSERT INTO imports (hash, name, format, bytes, examples, created_at)
       VALUES (:id, :name, :format, :bytes, :examples, :createdAt) ON CONFLICT DO NOTHING`,
    );
    this.#list = db.prepare<[], ImportRow>('SELECT * FROM imports ORDER BY created_at DESC, rowid DESC');
    this.#select = db.prepare<[string], ImportRow>('SELECT * FROM imports WHERE hash = ?');
    this.#rename = db.prepare<[string, string]>('UPDATE imports SET name = ? WHERE hash = ?');
    this.#remove = db.prepare<[string]>('DELETE FROM imports WHERE hash = ?');
  }

  /** What is kept already stays as it is. Call it inside a transaction. */
  save(kept: StoredImport): void {
    this.#save.run({ ...kept, examples: JSON.stringify(kept.examples) });
  }

  /** Newest first. */
  list(): readonly StoredImport[] {
    return this.#list.all().map(toImport);
  }

  get(id: string): StoredImport | null {
    const row = this.#select.get(id);
    return row === undefined ? null : toImport(row);
  }

  /** Call it inside a transaction. */
  rename(id: string, name: string): void {
    this.#rename.run(name, id);
  }

  /** Call it inside a transaction; the file is the caller's. */
  remove(id: string): void {
    this.#remove.run(id);
  }
}

function toImport(row: ImportRow): StoredImport {
  return {
    id: row.hash,
    name: row.name,
    format: row.format,
    bytes: row.bytes,
    createdAt: row.created_at,
    examples: examplesSchema.parse(JSON.parse(row.examples)),
  };
}
