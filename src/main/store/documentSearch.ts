import { setImmediate } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import type { DatasetDocument, DocumentPage, DocumentQuery } from '../../shared/datasets.ts';

interface PlaceRow {
  readonly split: number;
  readonly position: number;
  readonly name: string;
  readonly label: number;
  readonly hash: string;
  readonly title: string;
}

type TextRow = PlaceRow & { readonly text: Buffer };
/** SQL's view of a query: null leaves a filter out. */
interface Filter {
  readonly dataset: string;
  readonly split: 0 | 1 | null;
  readonly label: number | null;
}

/** Texts unpacked and looked through before the rest of the process has its turn: a few milliseconds. */
const chunk = 200;

const from = `
  FROM datasets s
  JOIN dataset_documents m ON m.dataset = s.key
  JOIN documents d ON d.key = m.document
  WHERE s.hash = :dataset AND (:split IS NULL OR m.split = :split) AND (:label IS NULL OR m.label = :label)`;
const place = 'm.split, m.position, m.name, m.label, d.hash, d.title';

/** Pages of a dataset's documents, and those with some words in them. */
export class DocumentSearch {
  readonly #count;
  readonly #page;
  readonly #texts;
  /** Of the last search: its pages are asked for one after another. */
  #last: { readonly key: string; readonly found: readonly DatasetDocument[] } | undefined;

  constructor(db: Database) {
    this.#count = db.prepare<[Filter], number>(`SELECT count(*) ${from}`).pluck();
    this.#page = db.prepare<[Filter & { limit: number; offset: number }], PlaceRow>(
      `SELECT ${place} ${from} ORDER BY m.split, m.position LIMIT :limit OFFSET :offset`,
    );
    this.#texts = db.prepare<[Filter & { afterSplit: number; afterPosition: number }], TextRow>(
      `SELECT ${place}, d.text ${from} AND (m.split, m.position) > (:afterSplit, :afterPosition)
       ORDER BY m.split, m.position LIMIT ${chunk}`,
    );
  }

  /** Train documents in order, then test documents; an unknown dataset has none. */
  async page(query: DocumentQuery): Promise<DocumentPage> {
    const filter = filterOf(query);
    const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length > 0) {
      const found = await this.#find(filter, words);
      return { total: found.length, documents: found.slice(query.offset, query.offset + query.limit) };
    }
    const rows = this.#page.all({ ...filter, limit: query.limit, offset: query.offset });
    return { total: this.#count.get(filter) ?? 0, documents: rows.map(toDocument) };
  }

  /** What was found is forgotten when a dataset goes. */
  forget(): void {
    this.#last = undefined;
  }

  async #find(filter: Filter, words: readonly string[]): Promise<readonly DatasetDocument[]> {
    const key = JSON.stringify([filter, words]);
    if (this.#last?.key === key) return this.#last.found;
    const found: DatasetDocument[] = [];
    let after = { afterSplit: 0, afterPosition: -1 };
    for (;;) {
      const rows = this.#texts.all({ ...filter, ...after });
      for (const row of rows) if (holds(row, words)) found.push(toDocument(row));
      const last = rows.at(-1);
      if (last === undefined || rows.length < chunk) break;
      after = { afterSplit: last.split, afterPosition: last.position };
      await setImmediate();
    }
    this.#last = { key, found };
    return found;
  }
}

function holds({ name, title, text }: TextRow, words: readonly string[]): boolean {
  const head = `${name}\n${title}`.toLowerCase();
  const missing = words.filter((word) => !head.includes(word));
  if (missing.length === 0) return true;
  const body = inflateRawSync(text).toString('utf8').toLowerCase();
  return missing.every((word) => body.includes(word));
}

function filterOf({ dataset, split, label }: DocumentQuery): Filter {
  return { dataset, split: split === null ? null : split === 'train' ? 0 : 1, label };
}

function toDocument({ split, position, name, label, hash, title }: PlaceRow): DatasetDocument {
  return { split: split === 0 ? 'train' : 'test', position, name, label, hash, title };
}
