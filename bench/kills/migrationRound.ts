import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { migrations } from '../../src/main/store/migrations.ts';
import { listBackups } from '../../src/main/store/backups.ts';
import { Store } from '../../src/main/store/store.ts';
import { scripted } from '../../tests/helpers/scriptedLab.ts';
import type { SeededNumbers } from '../../tests/helpers/seededNumbers.ts';
import { Child } from './child.ts';
import { digestTables, expectIntegrity, temporaryFiles } from './inspect.ts';
import type { Tally } from './tally.ts';

const migrate = join(import.meta.dirname, 'migrate.ts');

/** A data folder of this version, and what becomes of it in the next. */
export interface OldFolder {
  readonly path: string;
  /** In ms: from the process's start to the migration's, and from there to its end, when nobody kills it. */
  readonly before: number;
  readonly during: number;
  readonly oldDigest: string;
  readonly newDigest: string;
}

/** Makes a folder with some hundred runs of some thousand steps at `path`. */
export async function makeOldFolder(path: string, random: SeededNumbers, runs = 150): Promise<OldFolder> {
  mkdirSync(path, { recursive: true });
  const folders = { backupsDir: join(path, 'backups'), checkpointsDir: join(path, 'checkpoints') };
  const store = new Store({ file: join(path, 'lab.sqlite'), ...folders });
  store.transaction(() => {
    for (let i = 0; i < runs; i += 1) {
      const id = store.runs.create({ experiment: scripted(`run ${i}`, i), threads: 1 });
      const values = Float64Array.from({ length: 4000 }, () => random.uniform());
      store.metrics.append(id, 1, values, values);
      store.life.end(id, 'finished', null);
    }
  });
  await store.close();
  const copy = `${path}-migrated`;
  cpSync(path, copy, { recursive: true });
  const start = performance.now();
  const child = new Child(migrate, [copy]);
  await child.said('migrating');
  const before = performance.now() - start;
  await child.said('migrated');
  const during = performance.now() - start - before;
  await child.finish();
  return { path, before, during, oldDigest: digestOld(path), newDigest: digestNew(copy) };
}

/** Kills the migration of a copy up to `kills` times, then lets it end and compares. Throws what is not right. */
export async function migrationRound(
  dataDir: string,
  kills: number,
  old: OldFolder,
  random: SeededNumbers,
  tally: Tally,
): Promise<void> {
  tally.rounds += 1;
  cpSync(old.path, dataDir, { recursive: true });
  for (let left = kills; left > 0; left -= 1) {
    const child = new Child(migrate, [dataDir]);
    // One in four while it opens: its check, and the backup from before.
    if (random.uniform() < 0.25) await sleep(random.uniform() * old.before);
    else {
      await child.said('migrating');
      await sleep(random.uniform() * old.during);
    }
    if (!(await child.kill()) || child.hasSaid('migrated')) {
      // Too late: begun again with an old one.
      rmSync(dataDir, { recursive: true, force: true });
      cpSync(old.path, dataDir, { recursive: true });
      continue;
    }
    tally.kills[child.hasSaid('migrating') ? 'app in mid-migration' : 'app before its migration'] += 1;
    expectIntegrity(join(dataDir, 'lab.sqlite'));
    tally.integrityChecks += 1;
    if (versionOf(dataDir) > migrations.length) break;
    if (digestOld(dataDir) !== old.oldDigest) throw new Error('half a migration was kept');
  }
  await new Child(migrate, [dataDir]).finish();
  expectIntegrity(join(dataDir, 'lab.sqlite'));
  tally.integrityChecks += 1;
  if (digestNew(dataDir) !== old.newDigest) throw new Error('the migration ended otherwise');
  for (const { file } of listBackups(join(dataDir, 'backups'))) expectIntegrity(file);
  if (!existsSync(join(dataDir, 'backups'))) throw new Error('there is no backup from before the migration');
  tally.sameBits += 1;
  const leftovers = temporaryFiles(dataDir);
  if (leftovers.length > 0) throw new Error(`left behind: ${leftovers.join(', ')}`);
}

function look<T>(dataDir: string, question: (db: Database.Database) => T): T {
  const db = new Database(join(dataDir, 'lab.sqlite'));
  try {
    return question(db);
  } finally {
    db.close();
  }
}

const versionOf = (dataDir: string): number =>
  look(dataDir, (db) => Number(db.pragma('user_version', { simple: true })));
const digestOld = (dataDir: string): string => look(dataDir, (db) => digestTables(db, ['runs', 'metrics']));
const digestNew = (dataDir: string): string =>
  look(dataDir, (db) => digestTables(db, ['runs', 'metrics', 'metrics_next']));
