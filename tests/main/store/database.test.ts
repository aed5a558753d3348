import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../../src/shared/errors.ts';
import { listBackups } from '../../../src/main/store/backups.ts';
import { migrations, type Migration } from '../../../src/main/store/migrations.ts';
import { scripted } from '../../helpers/scriptedLab.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

describe('opening the database', () => {
  let temporary: TemporaryStore;
  beforeEach(() => {
    temporary = new TemporaryStore();
  });
  afterEach(() => temporary.remove());

  const addColumn: Migration = (db) => void db.exec('ALTER TABLE runs ADD COLUMN extra TEXT');
  const failing: Migration = (db) => {
    db.exec('ALTER TABLE runs ADD COLUMN half TEXT');
    throw new Error('the migration failed');
  };
  const raw = <T>(look: (db: Database.Database) => T): T => {
    const db = new Database(temporary.file);
    try {
      return look(db);
    } finally {
      db.close();
    }
  };
  const create = (): string => {
    const { store } = temporary;
    return store.durably(() => store.runs.create({ experiment: scripted(''), threads: 0 }));
  };

  it('writes ahead, and the file says which schema it has', async () => {
    await temporary.store.close();
    raw((db) => {
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    });
  });

  it('makes a backup, then brings an older schema up to date, keeping what is there', async () => {
    const id = create();
    expect(listBackups(temporary.backupsDir)).toHaveLength(0);
    const store = await temporary.reopen({ migrations: [...migrations, addColumn] });
    expect(store.runs.list().map((run) => run.id)).toEqual([id]);
    const [backup] = listBackups(temporary.backupsDir);
    const copy = new Database(backup?.file ?? '', { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(copy.prepare('SELECT id FROM runs').pluck().all()).toEqual([id]);
    copy.close();
  });

  it('leaves a file as it was when a migration fails', async () => {
    create();
    await expect(temporary.reopen({ migrations: [...migrations, failing] })).rejects.toThrow(
      'the migration failed',
    );
    raw((db) => {
      expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
      const columns = db.prepare(`SELECT name FROM pragma_table_info('runs')`).pluck().all();
      expect(columns).not.toContain('half');
    });
    temporary.store = temporary.open();
  });

  it('leaves another program’s database alone', async () => {
    await temporary.store.close();
    const file = join(temporary.folder.path, 'other.sqlite');
    const other = new Database(file);
    other.exec('CREATE TABLE things (name TEXT)');
    other.close();
    expect(() => temporary.open({ file })).toThrow(LabError);
    expect(() => temporary.open({ file })).toThrow(/not an Attention Lab database/);
    const again = new Database(file);
    expect(again.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['things']);
    again.close();
  });

  it('reads beside a writer, and changes nothing, when opened read-only', async () => {
    const id = create();
    const reader = temporary.open({ readOnly: true });
    expect(reader.runs.list().map((run) => run.id)).toEqual([id]);
    expect(() =>
      reader.transaction(() => reader.edits.edit(temporary.store.runs.list()[0]!.id, { name: 'x' })),
    ).toThrow(/read-only/);
    const second = create();
    expect(reader.runs.list().map((run) => run.id)).toEqual([second, id]);
    await reader.close();
  });

  it('says where nothing is yet, when opened read-only', () => {
    const file = join(temporary.folder.path, 'missing.sqlite');
    expect(() => temporary.open({ file, readOnly: true })).toThrow(/no lab here yet/);
    expect(readdirSync(temporary.folder.path)).not.toContain('missing.sqlite');
  });

  it('says so when the file cannot be opened', () => {
    expect(() => temporary.open({ file: temporary.folder.path })).toThrow(LabError);
  });

  it('keeps the newest seven daily backups, one a day', async () => {
    create();
    const store = await temporary.reopen();
    mkdirSync(temporary.backupsDir, { recursive: true });
    for (let day = 1; day <= 9; day += 1) {
      writeFileSync(join(temporary.backupsDir, `lab-2020010${day}T000000000Z-daily.sqlite`), '');
    }
    const failures: unknown[] = [];
    store.backUpDaily((error) => failures.push(error));
    await temporary.reopen();
    temporary.store.backUpDaily((error) => failures.push(error));
    await temporary.reopen();
    const backups = listBackups(temporary.backupsDir);
    expect(failures).toEqual([]);
    expect(backups).toHaveLength(7);
    expect(backups[1]?.takenAt).toBe('2020-01-09T00:00:00.000Z');
    expect(readdirSync(temporary.backupsDir).filter((name) => !name.endsWith('.sqlite'))).toEqual([]);
  });

  it('backs up again in a lab that stays open, and sweeps what a killed backup left', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    try {
      create();
      const store = await temporary.reopen();
      store.backUpDaily((error) => expect.fail(String(error)));
      await vi.waitFor(() => expect(listBackups(temporary.backupsDir)).toHaveLength(1));
      writeFileSync(join(temporary.backupsDir, 'lab-20260101T000000000Z-daily.sqlite.part'), 'half');
      writeFileSync(join(temporary.backupsDir, 'lab-20260101T000000000Z-daily.sqlite.part-journal'), 'half');
      vi.advanceTimersByTime(23 * 3_600_000);
      expect(listBackups(temporary.backupsDir)).toHaveLength(1);
      vi.advanceTimersByTime(2 * 3_600_000);
      await vi.waitFor(() => expect(listBackups(temporary.backupsDir)).toHaveLength(2));
      expect(readdirSync(temporary.backupsDir).filter((name) => !name.endsWith('.sqlite'))).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});
