import type { Dirent } from 'node:fs';
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { WorkContext } from './context.ts';
import { progressReporter, throwIfCancelled } from './context.ts';
import { fileError } from './fileErrors.ts';
import type { DatasetLimits } from './limits.ts';
import { datasetLimits, formatBytes } from './limits.ts';

/** A folder whose name is a class. */
export interface ClassFolder {
  readonly name: string;
  /** Its files at any depth as paths from it, "/" between, in ascending order. */
  readonly files: readonly string[];
}

const readsAtOnce = 32;

/** Files that systems leave behind: hidden ones, and those of Windows and macOS. */
const isHidden = (name: string): boolean =>
  name.startsWith('.') || ['desktop.ini', 'Thumbs.db', '__MACOSX'].includes(name);

/** What lies directly in a folder, hidden files aside, by name in ascending order. Throws `LabError`. */
export async function listFolder(path: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter(({ name }) => !isHidden(name))
      .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  } catch (error) {
    throw fileError(error, path);
  }
}

/**
 * The class folders in `folder`; files beside them are left out. A link is followed only to a file inside
 * `boundary`, the dataset's own folder; any other link, and anything but files and folders, is refused.
 */
export async function listClasses(
  folder: string,
  boundary: string,
  context: WorkContext,
  limits: DatasetLimits = datasetLimits,
): Promise<ClassFolder[]> {
  const realBoundary = await realpath(boundary);
  let entries = 0;

  async function filesBelow(path: string, prefix: string): Promise<string[]> {
    throwIfCancelled(context.signal);
    const files: string[] = [];
    for (const entry of await listFolder(path)) {
      entries += 1;
      if (entries > limits.entries) {
        throw new LabError('bad-dataset', `more than ${limits.entries} files: ${folder}`, {
          hint: 'Choose a smaller folder',
        });
      }
      const entryPath = join(path, entry.name);
      if (entry.isDirectory()) files.push(...(await filesBelow(entryPath, `${prefix}${entry.name}/`)));
      else if (entry.isFile() || (await linksToFileWithin(entry, entryPath, realBoundary))) {
        files.push(prefix + entry.name);
      }
    }
    return files;
  }

  const classes: ClassFolder[] = [];
  for (const entry of await listFolder(folder)) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) await linksToFileWithin(entry, path, realBoundary);
    if (entry.isDirectory()) {
      classes.push({ name: entry.name, files: (await filesBelow(path, '')).sort() });
    }
  }
  return classes;
}

/** True for a link to a file inside the boundary; throws for everything else but plain files and folders. */
async function linksToFileWithin(entry: Dirent, path: string, realBoundary: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) {
    throw new LabError('bad-dataset', `neither a file nor a folder: ${path}`, { hint: 'Remove it' });
  }
  let target: string;
  let isFile: boolean;
  try {
    target = await realpath(path);
    isFile = (await stat(target)).isFile();
  } catch (error) {
    throw new LabError('bad-dataset', `broken link: ${path}`, { hint: 'Remove it', cause: error });
  }
  const inside = resolve(target).startsWith(realBoundary + sep);
  if (inside && isFile) return true;
  throw new LabError(
    'bad-dataset',
    `link that ${inside ? 'leads to a folder' : 'leaves the dataset folder'}: ${path}`,
    { hint: 'Replace it by what it leads to' },
  );
}

/** The contents of files, in the order of `paths`, decoded; at most 32 are open at once. Progress is in documents. */
export async function readDocuments(
  paths: readonly string[],
  decode: (bytes: Buffer) => string,
  context: WorkContext,
  limits: DatasetLimits = datasetLimits,
): Promise<string[]> {
  const report = progressReporter(context, 'reading', paths.length, 'documents');
  const texts = new Array<string>(paths.length);
  let next = 0;
  let done = 0;
  let totalBytes = 0;
  const readNext = async (): Promise<void> => {
    while (next < paths.length) {
      throwIfCancelled(context.signal);
      const i = next++;
      const path = paths[i]!;
      const size = await checkedSize(path, limits);
      totalBytes += size;
      if (totalBytes > limits.totalBytes) {
        throw new LabError('bad-dataset', `more than ${formatBytes(limits.totalBytes)} of text, at ${path}`, {
          hint: 'Choose fewer categories or a smaller folder',
        });
      }
      texts[i] = decode(
        await readFile(path).catch((error: unknown) => Promise.reject(fileError(error, path))),
      );
      done += 1;
      report(done);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, readNext));
  return texts;
}

async function checkedSize(path: string, limits: DatasetLimits): Promise<number> {
  const { size } = await stat(path).catch((error: unknown) => Promise.reject(fileError(error, path)));
  if (size <= limits.fileBytes) return size;
  throw new LabError(
    'bad-dataset',
    `file of ${formatBytes(size)}, at most ${formatBytes(limits.fileBytes)}: ${path}`,
    { hint: 'Split it into documents' },
  );
}
