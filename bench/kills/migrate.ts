/**
 * A lab of a version that does not exist yet, killed while it brings a database up to date: one more migration, which
 * writes every metric anew. `node bench/kills/migrate.ts <data folder>`
 */
import { openKilledStore } from './nextVersion.ts';

const store = openKilledStore(process.argv[2] ?? '');
process.stdout.write('migrated\n');
await store.close();
