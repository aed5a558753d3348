import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { DatasetConfig } from '../../shared/experiment.ts';
import { assertNever, LabError } from '../../shared/errors.ts';
import type { LabelledDocument } from './assemble.ts';
import { assembleDataset } from './assemble.ts';
import { chooseClasses, maxClasses } from './classes.ts';
import type { DatasetContext } from './context.ts';
import { progressReporter, throwIfCancelled } from './context.ts';
import type { Dataset } from './dataset.ts';
import { delimitedRowReader } from './delimitedRows.ts';
import { fileError } from './fileErrors.ts';
import { readJsonRows } from './jsonRows.ts';
import { datasetLimits, formatBytes } from './limits.ts';

type TableConfig = Extract<DatasetConfig, { source: 'table' }>;

export interface TableRow {
  /** "row 3" or "line 3", for messages. */
  readonly where: string;
  readonly number: number;
  /** One for each column asked for. */
  readonly values: readonly string[];
}

/** Streams the wanted columns of a file; calls `watch` with the bytes read so far, which may throw to stop it. */
export type RowReader = (
  path: string,
  columns: readonly string[],
  watch: (bytes: number) => void,
) => AsyncGenerator<TableRow, void>;

/** A row a document, named "label/row"; labels are trimmed and told apart as text, so 1 and 01 are two classes. */
export async function openTable(config: TableConfig, context: DatasetContext): Promise<Dataset> {
  const path = resolve(config.path);
  const { size, beginning } = await peek(path);
  const readRows = rowReader(config.format, path, beginning);
  const report = progressReporter(context, 'reading', size, 'bytes');
  const columns = [config.textColumn, config.labelColumn];
  if (config.splitColumn !== null) columns.push(config.splitColumn);

  const known = new Set<string>();
  const documents: Record<'train' | 'test', LabelledDocument[]> = { train: [], test: [] };
  const rows = readRows(path, columns, (bytes) => {
    throwIfCancelled(context.signal);
    report(bytes);
  });
  for await (const { where, number, values } of rows) {
    const [text = '', label = '', split = 'train'] = values;
    const className = label.trim();
    if (className === '') {
      throw new LabError('bad-dataset', `no label in ${where}: ${path}`, {
        hint: `Fill in the column "${config.labelColumn}"`,
      });
    }
    known.add(className);
    if (known.size > maxClasses && config.categories === null) chooseClasses(known, null, path);
    if (config.categories?.includes(className) === false) continue;
    documents[splitOf(split, where, path)].push({ name: `${className}/${number}`, className, text });
  }
  report(size);
  const classes = chooseClasses(known, config.categories, path);
  return assembleDataset(
    config.splitColumn === null ? { all: documents.train, testShare: config.testShare } : documents,
    { title: basename(path), origin: path, classes, shuffleSeed: config.shuffleSeed },
  );
}

function splitOf(value: string, where: string, path: string): 'train' | 'test' {
  const split = value.trim().toLowerCase();
  if (split === 'train' || split === 'test') return split;
  throw new LabError('bad-dataset', `unknown split "${value}" in ${where}: ${path}`, {
    hint: 'The split column holds "train" or "test"',
  });
}

function rowReader(format: TableConfig['format'], path: string, beginning: string): RowReader {
  const hasMark = beginning.startsWith('\u00ef\u00bb\u00bf');
  switch (format) {
    case 'auto':
      return rowReader(guessFormat(path, beginning), path, beginning);
    case 'csv':
      return delimitedRowReader(commaOrSemicolon(beginning), hasMark);
    case 'tsv':
      return delimitedRowReader('\t', hasMark);
    case 'jsonl':
      return readJsonRows;
    default:
      return assertNever(format);
  }
}

/** By the file's extension, else by how it begins. */
function guessFormat(path: string, beginning: string): 'csv' | 'tsv' | 'jsonl' {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return 'csv';
    case '.tsv':
    case '.tab':
      return 'tsv';
    case '.jsonl':
    case '.ndjson':
      return 'jsonl';
    default:
      if (beginning.trimStart().startsWith('{')) return 'jsonl';
      return headerOf(beginning).includes('\t') ? 'tsv' : 'csv';
  }
}

const headerOf = (beginning: string): string => /^[^\r\n]*/.exec(beginning)?.[0] ?? '';

/** Spreadsheets of half the world write CSV with semicolons. */
function commaOrSemicolon(beginning: string): ',' | ';' {
  const header = headerOf(beginning);
  return !header.includes(',') && header.includes(';') ? ';' : ',';
}

/** A regular file's size and its first 64 KB, a character a byte. */
async function peek(path: string): Promise<{ size: number; beginning: string }> {
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
    return { size: found.size, beginning };
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file?.close();
  }
}
