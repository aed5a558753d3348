import type { Database } from 'better-sqlite3';
import { schema1 } from './schema1.ts';
import { schema2 } from './schema2.ts';

/** One step of the schema; step i takes a file from `user_version` i to i + 1. Steps are only ever added. */
export type Migration = (db: Database) => void;

export const migrations: readonly Migration[] = [schema1, schema2].map(
  (sql) =>
    (db: Database): void =>
      void db.exec(sql),
);

/** Written into the file's header, so that another program's database is never taken for ours. */
export const applicationId = 0x41744c62;

export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Runs the steps that are missing, each in one IMMEDIATE transaction that ends in its `user_version`. */
export function migrate(db: Database, steps: readonly Migration[]): void {
  for (let version = schemaVersion(db); version < steps.length; version += 1) {
    const step = steps[version];
    if (step === undefined) break;
    db.transaction(() => {
      step(db);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}
