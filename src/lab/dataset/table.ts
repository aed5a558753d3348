import { basename, resolve } from 'node:path';
import type { DatasetConfig } from '../../shared/experiment.ts';
import { assertNever, LabError } from '../../shared/errors.ts';
import type { LabelledDocument } from './assemble.ts';
import { assembleDataset } from './assemble.ts';
import { chooseClasses, maxClasses } from './classes.ts';
import type { DatasetContext } from './context.ts';
import { progressReporter, throwIfCancelled } from './context.ts';
import type { Dataset } from './dataset.ts';
import { delimitedRowReader } from './delimitedRows.ts';
import { readJsonRows } from './jsonRows.ts';
import { commaOrSemicolon, guessFormat, hasByteOrderMark, peek } from './tableFormat.ts';

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
  const hasMark = hasByteOrderMark(beginning);
  switch (format) {
    case 'auto':
      return rowReader(guessFormat(path, beginning), path, beginning);
    case 'csv':
      return delimitedRowReader({ delimiter: commaOrSemicolon(beginning), hasMark });
    case 'tsv':
      return delimitedRowReader({ delimiter: '\t', hasMark });
    case 'jsonl':
      return readJsonRows;
    default:
      return assertNever(format);
  }
}
