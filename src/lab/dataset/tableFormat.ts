import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { TableFormat } from '../../shared/datasets.ts';
import { LabError } from '../../shared/errors.ts';
import { fileError } from './fileErrors.ts';
import { datasetLimits, formatBytes } from './limits.ts';

/** UTF-8's byte order mark, as `peek` reads it. */
export const hasByteOrderMark = (beginning: string): boolean => beginning.startsWith('\u00ef\u00bb\u00bf');

/** By the file's extension, else by how it begins. */
export function guessFormat(path: string, beginning: string): TableFormat {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return 'csv';
    case '.tsv':
    case '.tab':
      return 'tsv';
    case '.jsonl':
    case '.ndjson':
    // What is no JSON lines is said to be so, which says more than that it is no CSV.
    case '.json':
      return 'jsonl';
    default:
      if (/^\s*(\{|\[\s*\{)/.test(beginning)) return 'jsonl';
      return headerOf(beginning).includes('\t') ? 'tsv' : 'csv';
  }
}

const headerOf = (beginning: string): string => /^[^\r\n]*/.exec(beginning)?.[0] ?? '';

/** Spreadsheets of half the world write CSV with semicolons. */
export function commaOrSemicolon(beginning: string): ',' | ';' {
  const header = headerOf(beginning);
  return !header.includes(',') && header.includes(';') ? ';' : ',';
}

/** A regular file's size and its first 64 KB, a character a byte. */
export async function peek(path: string): Promise<{ size: number; beginning: string }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const found = await file.stat();
    if (!found.isFile()) throw new LabError('bad-input', `not a file: ${path}`, { hint: 'Check the path' });
    if (found.size > datasetLimits.totalBytes) {
      throw new LabError(
        'bad-dataset',
        `file of ${formatBytes(found.size)}, at most ${formatBytes(datasetLimits.totalBytes)}: ${path}`,
        { hint: 'Use a part of it' },
      );
    }
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    const beginning = buffer.toString('latin1', 0, bytesRead);
    if (/^(\u00ff\u00fe|\u00fe\u00ff)/.test(beginning)) {
      throw new LabError('bad-dataset', `text in UTF-16: ${path}`, { hint: 'Save it again as UTF-8' });
    }
    if (beginning.includes('\0')) {
      throw new LabError('bad-dataset', `not a text file: ${path}`, {
        hint: 'A table is CSV, TSV or JSON lines; a spreadsheet can be saved as CSV',
      });
    }
    return { size: found.size, beginning };
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file?.close();
  }
}
