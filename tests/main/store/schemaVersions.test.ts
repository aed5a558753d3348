import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../src/main/store/migrations.ts';
import { Store } from '../../../src/main/store/store.ts';
import { scripted, temporaryFolder } from '../../helpers/scriptedLab.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/databases');
const versions = readdirSync(fixtures).flatMap((name) => /^schema(\d+)\.sql$/.exec(name)?.[1] ?? []);

/** Tables, columns and indexes; how they are spelt does not matter. */
function structure(db: Database.Database): unknown {
  return db
    .prepare(
      `SELECT m.name AS owner, c.name, c.type, c."notnull", c.pk FROM sqlite_schema m, pragma_table_info(m.name) c
       WHERE m.name NOT LIKE 'sqlite_stat%' UNION ALL
       SELECT name, tbl_name, NULL, NULL, NULL FROM sqlite_schema WHERE type = 'index' ORDER BY 1, 2`,
    )
    .all();
}

describe('a database of an earlier schema version', () => {
  it('is kept as a fixture for every version there is', () => {
    expect(versions.map(Number).sort()).toEqual(migrations.map((_, i) => i + 1));
  });

  it.each(versions)(
    '%s: opens with everything in it, and as the same schema as a new one',
    async (version) => {
      const folder = temporaryFolder();
      mkdirSync(join(folder.path, 'old'));
      const file = join(folder.path, 'old', 'lab.sqlite');
      const old = new Database(file);
      old.exec(readFileSync(join(fixtures, `schema${version}.sql`), 'utf8'));
      old.close();
      const paths = {
        backupsDir: join(folder.path, 'backups'),
        checkpointsDir: join(folder.path, 'checkpoints'),
      };
      const store = new Store({ file, checkFully: true, ...paths });
      expect(store.notices).toEqual([]);

      const [run] = store.runs.list();
      expect(run).toMatchObject({
        state: 'diverged',
        experiment: scripted('kept since version 1', 7),
        note: 'a note',
        tags: ['kept'],
        starred: true,
        group: 'old',
        step: 3,
        lastLoss: null,
        bestLoss: -0.2,
        lastEvaluation: { epoch: 1, step: 3, metrics: { precisionAt1: 0.8 } },
      });
      const id = run?.id ?? ('' as never);
      expect(store.metrics.series(id, 1).losses).toEqual(Float64Array.of(-0.1, -0.2, Number.NaN));
      expect(store.evaluations.baselines(id)).toMatchObject([{ id: 'uniform' }]);
      expect(store.probes.of(id)).toMatchObject([{ tokens: ['one 0'], titles: ['Title 1'] }]);
      expect(store.probes.snapshotAt(id, 0, null)?.values).toEqual(Float32Array.of(1));
      expect(store.checkpoints.newestResumable(id)).toMatchObject({ step: 3, bytes: 10 });
      expect(store.log.of(id)).toMatchObject([{ message: 'a line' }]);
      expect(store.datasets.documents('d'.repeat(64)).map((document) => document.name)).toEqual([
        'first',
        'second',
      ]);
      expect(store.documents.get(['b'.repeat(64)])).toMatchObject([{ text: 'Text 1' }]);
      expect(store.imports.list().map(({ name }) => name)).toEqual(version === '1' ? [] : ['attention.npz']);
      await store.close();

      const freshFile = join(folder.path, 'lab.sqlite');
      await new Store({ file: freshFile, ...paths }).close();
      const [migrated, fresh] = [new Database(file), new Database(freshFile)];
      expect(structure(migrated)).toEqual(structure(fresh));
      migrated.close();
      fresh.close();
      folder.remove();
    },
  );
});
