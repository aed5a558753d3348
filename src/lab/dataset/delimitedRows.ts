import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { LabError } from '../../shared/errors.ts';
import { decodeText } from './decode.ts';
import { datasetLimits, formatBytes } from './limits.ts';
import type { RowReader } from './table.ts';

/** What separates the fields; `hasMark`: the file begins with UTF-8's byte order mark. */
export interface Delimited {
  readonly delimiter: ',' | ';' | '\t';
  readonly hasMark: boolean;
}

/**
 * Rows of a CSV or TSV file with a header row, numbered from 1 after it; empty lines do not count. In a TSV file a
 * quotation mark inside a field is an ordinary character.
 */
export function delimitedRowReader(delimited: Delimited): RowReader {
  return async function* (path, columns, watch) {
    let positions: number[] | undefined;
    let width = 0;
    let number = 0;
    for await (const record of delimitedRecords(path, delimited, watch)) {
      if (positions === undefined) {
        width = record.length;
        positions = positionsOf(columns, record.map(decodeText), path);
        continue;
      }
      number += 1;
      const where = `row ${number}`;
      if (record.length !== width) {
        throw new LabError(
          'bad-dataset',
          `${where} has ${record.length} columns, the header ${width}: ${path}`,
          { hint: 'Put text that holds the separator in quotation marks' },
        );
      }
      yield { where, number, values: positions.map((position) => decodeText(record[position]!)) };
    }
  };
}

/** Records as bytes, the header first; whoever stops asking closes the file. */
export async function* delimitedRecords(
  path: string,
  { delimiter, hasMark }: Delimited,
  watch: Parameters<RowReader>[2],
): AsyncGenerator<Buffer[], void> {
  const source = createReadStream(path, { highWaterMark: 1 << 18, start: hasMark ? 3 : 0 });
  const parser = parse({
    delimiter,
    // Fields stay bytes, so that each can be told UTF-8 from Latin-1; the option `bom` would undo this.
    encoding: null,
    relax_column_count: true,
    relax_quotes: delimiter === '\t',
    skip_empty_lines: true,
    max_record_size: datasetLimits.fileBytes,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const record of parser as AsyncIterable<Buffer[]>) {
      watch(source.bytesRead);
      yield record;
    }
  } catch (error) {
    throw readingError(error, path);
  } finally {
    source.destroy();
  }
}

function positionsOf(columns: readonly string[], header: readonly string[], path: string): number[] {
  const names = header.map((name) => name.trim());
  return columns.map((column) => {
    const position = names.indexOf(column);
    if (position !== names.lastIndexOf(column)) {
      throw new LabError('bad-dataset', `two columns are called "${column}": ${path}`, {
        hint: 'Give each a name of its own',
      });
    }
    if (position >= 0) return position;
    throw new LabError('bad-config', `no column "${column}": ${path}`, {
      hint: `It has: ${names.slice(0, 30).join(', ')}`,
    });
  });
}

function readingError(error: unknown, path: string): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new LabError(
      'bad-dataset',
      `row longer than ${formatBytes(datasetLimits.fileBytes)}${line}: ${path}`,
      { hint: 'Look for a quotation mark that is never closed', cause: error },
    );
  }
  return new LabError('bad-dataset', `misplaced quotation mark${line}: ${path}`, {
    hint: 'Put a field that holds one between quotation marks, and write it twice there',
    cause: error,
  });
}
