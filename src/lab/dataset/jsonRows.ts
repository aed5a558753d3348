import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { LabError } from '../../shared/errors.ts';
import { decodeText } from './decode.ts';
import { datasetLimits, formatBytes } from './limits.ts';
import type { RowReader } from './table.ts';

const rowSchema = z.record(z.string(), z.unknown());
const newline = 0x0a;

/** Rows of a JSONL file: an object a line, empty lines aside. Numbers and booleans become strings. */
export const readJsonRows: RowReader = async function* (path, columns, watch) {
  let number = 0;
  for await (const line of lines(path, watch)) {
    number += 1;
    const text = decodeText(line).trim();
    if (text === '') continue;
    const where = `line ${number}`;
    const row = parseRow(text, where, path);
    yield { where, number, values: columns.map((column) => valueOf(row, column, where, path)) };
  }
};

/** One line as an object. Throws `LabError('bad-dataset')`. */
export function parseRow(text: string, where: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LabError('bad-dataset', `${where} is not JSON: ${path}`, {
      hint: 'Each line has to be one JSON object',
      cause: error,
    });
  }
  const row = rowSchema.safeParse(value);
  if (row.success) return row.data;
  throw new LabError('bad-dataset', `${where} is not a JSON object: ${path}`, {
    hint: 'Each line has to be one JSON object, such as {"text": "…", "label": "…"}',
  });
}

function valueOf(row: Record<string, unknown>, column: string, where: string, path: string): string {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined) {
    throw new LabError('bad-config', `no column "${column}" in ${where}: ${path}`, {
      hint: `It has: ${Object.keys(row).slice(0, 30).join(', ')}`,
    });
  }
  throw new LabError('bad-dataset', `column "${column}" of ${where} is not text: ${path}`, {
    hint: 'It has to be a string or a number',
  });
}

/**
 * Lines as bytes, split at "\n" only: `readline` would also split at U+2028, which JSON allows inside strings.
 * Throws for a line beyond the limit of one file.
 */
export async function* lines(path: string, watch: Parameters<RowReader>[2]): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  let rest: Buffer[] = [];
  let restBytes = 0;
  let done = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    done += chunk.length;
    watch(done);
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
    restBytes += chunk.length - start;
    if (restBytes > datasetLimits.fileBytes) {
      throw new LabError('bad-dataset', `line longer than ${formatBytes(datasetLimits.fileBytes)}: ${path}`, {
        hint: 'Each document has to be a line of its own',
      });
    }
  }
  if (restBytes > 0) yield Buffer.concat(rest);
}
