import { resolve } from 'node:path';
import { assertNever } from '../../shared/errors.ts';
import type { TableFormat, TablePreview } from '../../shared/datasets.ts';
import { decodeText } from './decode.ts';
import { delimitedRecords } from './delimitedRows.ts';
import { lines, parseRow } from './jsonRows.ts';
import { commaOrSemicolon, guessFormat, hasByteOrderMark, peek } from './tableFormat.ts';

const PREVIEW_ROWS = 20;
const CELL_CHARACTERS = 300;
const MOST_COLUMNS = 200;

/** The header and first rows of a table. Reads no further. Throws `LabError` for what is no such table. */
export async function previewTable(asked: string, format: TableFormat | 'auto'): Promise<TablePreview> {
  const path = resolve(asked);
  const { beginning } = await peek(path);
  const known = format === 'auto' ? guessFormat(path, beginning) : format;
  const hasMark = hasByteOrderMark(beginning);
  switch (known) {
    case 'csv':
      return previewDelimited(path, known, { delimiter: commaOrSemicolon(beginning), hasMark });
    case 'tsv':
      return previewDelimited(path, known, { delimiter: '\t', hasMark });
    case 'jsonl':
      return previewJson(path);
    default:
      return assertNever(known);
  }
}

async function previewDelimited(
  path: string,
  format: TableFormat,
  delimited: Parameters<typeof delimitedRecords>[1],
): Promise<TablePreview> {
  const records: string[][] = [];
  for await (const record of delimitedRecords(path, delimited, () => {})) {
    records.push(record.slice(0, MOST_COLUMNS).map((cell) => cut(decodeText(cell))));
    if (records.length > PREVIEW_ROWS) break;
  }
  const [columns = [], ...rows] = records;
  return { format, columns: columns.map((name) => name.trim()), rows };
}

async function previewJson(path: string): Promise<TablePreview> {
  const objects: Record<string, unknown>[] = [];
  let number = 0;
  for await (const line of lines(path, () => {})) {
    number += 1;
    const text = decodeText(line).trim();
    if (text === '') continue;
    objects.push(parseRow(text, `line ${number}`, path));
    if (objects.length === PREVIEW_ROWS) break;
  }
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))].slice(0, MOST_COLUMNS);
  const cell = (object: Record<string, unknown>, column: string): string => {
    const value = Object.hasOwn(object, column) ? object[column] : undefined;
    if (value === undefined) return '';
    return cut(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  };
  return {
    format: 'jsonl',
    columns,
    rows: objects.map((object) => columns.map((name) => cell(object, name))),
  };
}

function cut(text: string): string {
  return text.length <= CELL_CHARACTERS ? text : `${text.slice(0, CELL_CHARACTERS)}…`;
}
