import type { Database } from 'better-sqlite3';
import { asRunId, type RunId } from '../../shared/ids.ts';
import { toBit } from './columns.ts';
import type { TagStore } from './tags.ts';

/** What a person may change; a key that is absent or undefined stays as it is. */
export interface RunEdit {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  readonly starred?: boolean | undefined;
  readonly hidden?: boolean | undefined;
  readonly group?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** What a person does to runs that are there: names, notes, stars, tags, and taking them away. */
export class RunEditStore {
  readonly #name;
  readonly #note;
  readonly #starred;
  readonly #hidden;
  readonly #group;
  readonly #delete;
  readonly #restore;
  readonly #deleted;
  readonly #purge;
  readonly #purgeExperiments;
  readonly #tags: TagStore;

  constructor(db: Database, tags: TagStore) {
    this.#tags = tags;
    this.#name = db.prepare<[string, string]>('UPDATE runs SET name = ? WHERE id = ?');
    this.#note = db.prepare<[string, string, string]>(
      `INSERT INTO notes (run, text, updated_at) VALUES (?, ?, ?)
       ON CONFLICT (run) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at`,
    );
    this.#starred = db.prepare<[0 | 1, string]>('UPDATE runs SET starred = ? WHERE id = ?');
    this.#hidden = db.prepare<[0 | 1, string]>('UPDATE runs SET hidden = ? WHERE id = ?');
    this.#group = db.prepare<[string | null, string]>('UPDATE runs SET group_name = ? WHERE id = ?');
    this.#delete = db.prepare<[string, string]>(
      'UPDATE runs SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL',
    );
    this.#restore = db.prepare<[string]>('UPDATE runs SET deleted_at = NULL WHERE id = ?');
    this.#deleted = db
      .prepare<[], string>('SELECT id FROM runs WHERE deleted_at IS NOT NULL ORDER BY deleted_at')
      .pluck();
    this.#purge = db.prepare<[string]>('DELETE FROM runs WHERE id = ? AND deleted_at IS NOT NULL');
    this.#purgeExperiments = db.prepare(
      'DELETE FROM experiments WHERE hash NOT IN (SELECT experiment FROM runs)',
    );
  }

  /** Call it inside a transaction. */
  edit(id: RunId, edit: RunEdit): void {
    if (edit.name !== undefined) this.#name.run(edit.name, id);
    if (edit.note !== undefined) this.#note.run(id, edit.note, new Date().toISOString());
    if (edit.starred !== undefined) this.#starred.run(toBit(edit.starred), id);
    if (edit.hidden !== undefined) this.#hidden.run(toBit(edit.hidden), id);
    if (edit.group !== undefined) this.#group.run(edit.group, id);
    if (edit.tags !== undefined) this.#tags.replace(id, edit.tags);
  }

  /** Hides a run from every list until it is restored or purged; nothing of it is touched. */
  softDelete(id: RunId): void {
    this.#delete.run(new Date().toISOString(), id);
  }

  restore(id: RunId): void {
    this.#restore.run(id);
  }

  /** Runs that are deleted and not yet purged, the longest ago first. */
  deleted(): readonly RunId[] {
    return this.#deleted.all().map(asRunId);
  }

  /**
   * Removes deleted runs for good with everything recorded of them, and returns those; others stay. Call it inside a
   * transaction.
   */
  purge(ids: readonly RunId[]): readonly RunId[] {
    const purged = ids.filter((id) => this.#purge.run(id).changes > 0);
    this.#purgeExperiments.run();
    return purged;
  }
}
