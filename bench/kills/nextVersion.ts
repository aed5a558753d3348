import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { migrations, type Migration } from '../../src/main/store/migrations.ts';
import { Store } from '../../src/main/store/store.ts';

/** Takes a while and touches every page of the metrics, as a real change of their form would. */
const rewriteMetrics: Migration = (db) => {
  // At once, and not when this process is next idle: who kills it has to know that it has begun.
  writeSync(process.stdout.fd, 'migrating\n');
  db.exec('CREATE TABLE metrics_next (run TEXT NOT NULL, chunk INTEGER NOT NULL, losses BLOB NOT NULL)');
  const insert = db.prepare(
    'INSERT INTO metrics_next SELECT run, chunk, losses FROM metrics WHERE rowid = ?',
  );
  const drop = db.prepare('UPDATE metrics SET seconds = zeroblob(length(seconds)) WHERE rowid = ?');
  for (const rowid of db.prepare('SELECT rowid FROM metrics').pluck().all()) {
    insert.run(rowid);
    drop.run(rowid);
  }
};

/** Opens a data folder's database as the next version would. */
export function openKilledStore(dataDir: string): Store {
  return new Store({
    file: join(dataDir, 'lab.sqlite'),
    backupsDir: join(dataDir, 'backups'),
    checkpointsDir: join(dataDir, 'checkpoints'),
    checkFully: true,
    migrations: [...migrations, rewriteMetrics],
  });
}
