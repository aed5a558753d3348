import type { Database } from 'better-sqlite3';
import type { RunId } from '../../shared/ids.ts';

/** Tags of runs, in the order a person gave them. */
export class TagStore {
  readonly #all;
  readonly #of;
  readonly #clear;
  readonly #insert;

  constructor(db: Database) {
    this.#all = db.prepare<[], { run: string; tag: string }>(
      'SELECT run, tag FROM tags ORDER BY run, position',
    );
    this.#of = db.prepare<[string], string>('SELECT tag FROM tags WHERE run = ? ORDER BY position').pluck();
    this.#clear = db.prepare<[string]>('DELETE FROM tags WHERE run = ?');
    this.#insert = db.prepare<[string, number, string]>(
      'INSERT INTO tags (run, position, tag) VALUES (?, ?, ?)',
    );
  }

  all(): ReadonlyMap<string, readonly string[]> {
    const tags = new Map<string, string[]>();
    for (const { run, tag } of this.#all.all()) {
      const known = tags.get(run);
      if (known === undefined) tags.set(run, [tag]);
      else known.push(tag);
    }
    return tags;
  }

  of(run: RunId): readonly string[] {
    return this.#of.all(run);
  }

  /** Replaces a run's tags; a repeated tag counts once. Call it inside a transaction. */
  replace(run: RunId, tags: readonly string[]): void {
    this.#clear.run(run);
    [...new Set(tags)].forEach((tag, position) => this.#insert.run(run, position, tag));
  }
}
