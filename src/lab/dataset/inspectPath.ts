import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { PathReport } from '../../shared/datasets.ts';
import { LabError } from '../../shared/errors.ts';
import { listFolder } from './classFolders.ts';
import { fileError } from './fileErrors.ts';

const newsgroupsFolder = /^20news-bydate-(train|test)$/;
const table = /\.(csv|tsv|tab|jsonl|ndjson|txt)$/i;
const archive = /\.(tar\.gz|tgz|tar)$/i;

/**
 * Which source would read a file or folder, by its name and what lies directly in it; the reading itself may still
 * refuse it. Throws `LabError`: `not-found`, `io`, `bad-input` for a file of no known kind.
 */
export async function inspectPath(asked: string): Promise<PathReport> {
  const path = resolve(asked);
  const found = await stat(path).catch((error: unknown) => Promise.reject(fileError(error, path)));
  if (found.isDirectory()) return inspectFolder(path);
  const file = { path, bytes: found.size, classes: null, divided: false };
  if (archive.test(path)) return { ...file, source: '20newsgroups' };
  if (found.isFile() && table.test(path)) return { ...file, source: 'table' };
  throw new LabError('bad-input', `no dataset: ${basename(path)}`, {
    hint: 'Choose a folder with one folder a class, a CSV, TSV or JSONL file, or the 20 Newsgroups archive',
  });
}

async function inspectFolder(path: string): Promise<PathReport> {
  const folders = await subfolders(path);
  const report = { path, bytes: null, classes: folders, divided: false };
  if (newsgroupsFolder.test(basename(path)) || folders.some((name) => newsgroupsFolder.test(name))) {
    return { ...report, classes: null, source: '20newsgroups' };
  }
  if (!folders.includes('train') || !folders.includes('test')) return { ...report, source: 'folder' };
  const train = await subfolders(`${path}/train`);
  return { ...report, source: 'folder', classes: train, divided: true };
}

async function subfolders(path: string): Promise<string[]> {
  return (await listFolder(path)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
