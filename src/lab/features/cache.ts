import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SparseMatrix } from './matrix.ts';
import type { TfidfConfig, TfidfModel } from './tfidf.ts';
import { systemCode } from '../../shared/systemCode.ts';

/**
 * TF-IDF of a dataset on disk, one file a key: a line with the format and the SHA-256 of all that follows, a line of
 * JSON with the sizes, then the arrays (little-endian) and the terms joined by newlines.
 */

/** What is cached: everything before standardising. */
export interface Tfidf {
  readonly model: TfidfModel;
  readonly train: SparseMatrix;
  readonly test: SparseMatrix;
}

/** What reading found; a file that is damaged says how. */
export type CacheReading =
  | { readonly kind: 'hit'; readonly tfidf: Tfidf }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Raise it whenever a file or a value of TF-IDF would come out differently. */
const FORMAT = 'attention-lab features 1';
const NEWLINE = 10;

const size = z.int().nonnegative();
const headerSchema = z.strictObject({
  columns: size,
  train: z.strictObject({ rows: size, nnz: size }),
  test: z.strictObject({ rows: size, nnz: size }),
});
type Header = z.output<typeof headerSchema>;

/** Hash of all that TF-IDF depends on; the Unicode version decides what a letter is. */
export function cacheKey(datasetHash: string, config: TfidfConfig): string {
  const settings = Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = JSON.stringify([FORMAT, process.versions.unicode, datasetHash, settings]);
  return createHash('sha256').update(content).digest('hex');
}

/** Reads and verifies; never throws. */
export async function readCache(cacheDir: string, key: string): Promise<CacheReading> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(cacheFile(cacheDir, key));
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? { kind: 'missing' } : { kind: 'damaged', reason: String(error) };
  }
  try {
    return { kind: 'hit', tfidf: decode(bytes) };
  } catch (error) {
    return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Writes under another name first, so that nobody ever reads half a file. Throws what the disk throws. */
export async function writeCache(cacheDir: string, key: string, tfidf: Tfidf): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const path = cacheFile(cacheDir, key);
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'wx');
    try {
      for (const part of encode(tfidf)) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function cacheFile(cacheDir: string, key: string): string {
  return join(cacheDir, `features-${key}.bin`);
}

function encode({ model, train, test }: Tfidf): Uint8Array[] {
  const sizes = ({ rows, values }: SparseMatrix): Header['train'] => ({ rows, nnz: values.length });
  const header: Header = { columns: model.terms.length, train: sizes(train), test: sizes(test) };
  const matrices = [train, test].flatMap(({ indptr, indices, values }) => [indptr, indices, values]);
  const arrays = [model.idf, model.documentFrequency, ...matrices];
  const parts = [
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
    Buffer.from(model.terms.join('\n')),
  ];
  return [Buffer.from(`${FORMAT} ${digest(parts)}\n`), ...parts];
}

function decode(bytes: Uint8Array): Tfidf {
  const titleEnd = bytes.indexOf(NEWLINE);
  const body = bytes.subarray(titleEnd + 1);
  if (Buffer.from(bytes.subarray(0, titleEnd)).toString() !== `${FORMAT} ${digest([body])}`) {
    throw new Error('its checksum is wrong');
  }
  const headerEnd = body.indexOf(NEWLINE);
  const header = readHeader(body.subarray(0, headerEnd));
  const columns = header.columns;

  // Copies: an array must start at a multiple of its element's size.
  let at = bytes.byteOffset + titleEnd + 1 + headerEnd + 1;
  const take = (length: number, width: number): ArrayBuffer => {
    const start = at;
    at += length * width;
    return bytes.buffer.slice(start, at) as ArrayBuffer;
  };
  const idf = new Float64Array(take(columns, 8));
  const documentFrequency = new Int32Array(take(columns, 4));
  const matrix = ({ rows, nnz }: Header['train']): SparseMatrix => ({
    rows,
    columns,
    indptr: new Int32Array(take(rows + 1, 4)),
    indices: new Int32Array(take(nnz, 4)),
    values: new Float32Array(take(nnz, 4)),
  });
  const train = matrix(header.train);
  const test = matrix(header.test);
  const terms = Buffer.from(bytes.buffer, at, bytes.byteOffset + bytes.length - at)
    .toString()
    .split('\n');
  return { model: { terms, idf, documentFrequency }, train, test };
}

function readHeader(bytes: Uint8Array): Header {
  try {
    return headerSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new Error('its sizes cannot be read', { cause });
  }
}

function digest(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
