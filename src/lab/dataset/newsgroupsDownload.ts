import { join } from 'node:path';
import type { DatasetContext } from './context.ts';
import { downloadFile } from './download.ts';

/** The data set's home page, and the copy that scikit-learn downloads. */
const homes = [
  'http://qwone.com/~jason/20Newsgroups/20news-bydate.tar.gz',
  'https://ndownloader.figshare.com/files/5975967',
];
/** Of the official archive (14 MB), as scikit-learn publishes it. */
const sha256 = '8f1b2514ca22a5ade8fbb9cfa5727df95fa587f4c87b786e15c759fa66d95610';
const maxBytes = 64 * 1024 * 1024;

/** Where the downloaded archive lies in a data folder. */
export function newsgroupsArchive(dataDir: string): string {
  return join(dataDir, 'datasets', '20news-bydate.tar.gz');
}

/** Downloads the official archive into the data folder, unless it is there already; returns its path. */
export async function downloadNewsgroups(context: DatasetContext): Promise<string> {
  const path = newsgroupsArchive(context.dataDir);
  await downloadFile({ urls: homes, sha256, path, maxBytes }, context);
  return path;
}
