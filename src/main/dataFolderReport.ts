import { readdir, rm, lstat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderPart, FolderReport } from '../shared/compute.ts';
import type { RunId } from '../shared/ids.ts';
import { runtimesFolder } from '../lab/engine/tensorflow/installed.ts';
import type { DataFolder } from './dataFolder.ts';
import { listBackups } from './store/backups.ts';

/** What each part of the data folder takes. `deleted`: runs that could still be brought back. */
export async function reportDataFolder(folder: DataFolder, deleted: readonly RunId[]): Promise<FolderReport> {
  const deletedSizes = await Promise.all(deleted.map((run) => sizeOf(join(folder.checkpoints, run))));
  const deletedBytes = deletedSizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const [checkpoints, cache, exports, logs, backups, whole, unfinished, datasets, runtimes, imports] =
    await Promise.all([
      sizeOf(folder.checkpoints),
      sizeOf(folder.cache),
      sizeOf(folder.exports),
      sizeOf(folder.logs),
      sizeOf(folder.backups),
      sizeOf(folder.path),
      sizesOf(await unfinishedDownloads(folder)),
      sizeOf(folder.datasets),
      sizeOf(runtimesFolder(folder.path)),
      sizeOf(folder.imports),
    ]);
  const database = await sizesOf(['', '-wal', '-shm'].map((suffix) => folder.database + suffix));
  const kept = checkpoints.bytes - deletedBytes;
  const runs =
    (await entriesOf(folder.checkpoints)).length - deletedSizes.filter(({ bytes }) => bytes > 0).length;
  const downloads = datasets.bytes - unfinished.bytes;
  const parts: FolderPart[] = [
    { part: 'database', ...database, count: 1 },
    { part: 'checkpoints', bytes: kept, count: runs },
    { part: 'deleted-runs', bytes: deletedBytes, count: deleted.length },
    { part: 'cache', ...cache },
    { part: 'downloads', bytes: downloads, count: datasets.count - unfinished.count },
    { part: 'unfinished-downloads', ...unfinished },
    { part: 'runtimes', bytes: runtimes.bytes, count: runtimes.bytes > 0 ? 1 : 0 },
    { part: 'imports', ...imports },
    { part: 'backups', bytes: backups.bytes, count: listBackups(folder.backups).length },
    { part: 'exports', ...exports },
    { part: 'logs', ...logs },
  ];
  const named = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const other = { bytes: Math.max(0, whole.bytes - named), count: 0 };
  const { bavail, bsize } = await statfs(folder.path);
  return {
    dataDir: folder.path,
    freeBytes: bavail * bsize,
    parts: [...parts, { part: 'other', ...other }],
  };
}

/** Empties the cache; returns the bytes freed. What a job is writing there is written again when it is missed. */
export async function cleanCache(folder: DataFolder): Promise<number> {
  return removeAll((await entriesOf(folder.cache)).map((name) => join(folder.cache, name)));
}

/** Removes what broken-off downloads left; returns the bytes freed. The next download starts from the beginning. */
export async function cleanUnfinishedDownloads(folder: DataFolder): Promise<number> {
  return removeAll(await unfinishedDownloads(folder));
}

async function removeAll(paths: readonly string[]): Promise<number> {
  const { bytes } = await sizesOf(paths);
  for (const path of paths) await rm(path, { recursive: true, force: true });
  return bytes;
}

async function unfinishedDownloads(folder: DataFolder): Promise<string[]> {
  const names = await entriesOf(folder.datasets);
  return names.filter((name) => /\.part(\.json)?$/.test(name)).map((name) => join(folder.datasets, name));
}

interface Size {
  readonly bytes: number;
  /** Files. */
  readonly count: number;
}

async function sizesOf(paths: readonly string[]): Promise<Size> {
  const sizes = await Promise.all(paths.map(sizeOf));
  return sizes.reduce((sum, { bytes, count }) => ({ bytes: sum.bytes + bytes, count: sum.count + count }), {
    bytes: 0,
    count: 0,
  });
}

/** A file, or all files in a folder at any depth; nothing for what is not there or goes meanwhile. */
async function sizeOf(path: string): Promise<Size> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return { bytes: 0, count: 0 };
  if (!found.isDirectory()) return { bytes: found.size, count: 1 };
  let sum: Size = { bytes: 0, count: 0 };
  for (const name of await entriesOf(path)) {
    const { bytes, count } = await sizeOf(join(path, name));
    sum = { bytes: sum.bytes + bytes, count: sum.count + count };
  }
  return sum;
}

async function entriesOf(path: string): Promise<string[]> {
  return readdir(path).catch(() => []);
}
