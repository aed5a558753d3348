import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttentionBundle } from '../../shared/attention.ts';
import { CancelledError, LabError } from '../../shared/errors.ts';
import type { ImportedExample, RowKind } from '../../shared/imports.ts';
import type { AttentionContents, FileExample } from './attentionFile.ts';
import { assembleBundle, describeExample, isUnit, partSize, readHead, type BundlePart } from './bundleOf.ts';
import { FileBytes } from './fileBytes.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** What was kept of a file. */
export interface KeptAttention {
  /** SHA-256 over the examples' JSON and the values, in hex; the file's name is `<hash>.f32`. */
  readonly hash: string;
  readonly bytes: number;
  readonly examples: readonly ImportedExample[];
}

/** Values of every example, [layers, heads, keys, queries] float32 little-endian, one example after the other. */
export const keptFile = (folder: string, hash: string): string => join(folder, `${hash}.f32`);

/**
 * Decodes a whole file, a head at a time, into the one form that any head is read from at once. Throws
 * `LabError('bad-input')` if an example's rows are not known or a number is not finite, `out-of-disk`; nothing is
 * left behind then.
 */
export async function keepAttention(
  file: AttentionContents,
  folder: string,
  options: {
    readonly signal?: AbortSignal;
    /** Bytes written, of how many. */
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<KeptAttention> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `unfinished-${randomUUID()}.f32`);
  const handle = await open(unfinished, 'wx');
  try {
    const kept = await writeValues(file, handle, options);
    await handle.sync();
    await handle.close();
    await rename(unfinished, keptFile(folder, kept.hash));
    return kept;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    if (systemCode(error) !== 'ENOSPC') throw error;
    throw new LabError('out-of-disk', `no space left to import: ${file.name}`, {
      hint: 'Free some space',
      cause: error,
    });
  }
}

async function writeValues(
  file: AttentionContents,
  handle: FileHandle,
  { signal, onProgress }: NonNullable<Parameters<typeof keepAttention>[2]>,
): Promise<KeptAttention> {
  const values = createHash('sha256');
  const total = keptBytes(file);
  const examples: ImportedExample[] = [];
  let bytes = 0;
  for (const example of file.examples) {
    const rowKind = knownRows(example, file.name);
    let isUnitRange = true;
    for (let matrix = 0; matrix < example.layers * example.heads; matrix += 1) {
      if (signal?.aborted === true) throw new CancelledError();
      const [layer, head] = [Math.floor(matrix / example.heads), matrix % example.heads];
      const head32 = await readHead(example, rowKind, layer, head);
      isUnitRange &&= isUnit(head32);
      const part = new Uint8Array(head32.buffer, head32.byteOffset, head32.byteLength);
      const written = handle.writeFile(part);
      values.update(part); // while the disk is at work
      await written;
      bytes += part.length;
      onProgress?.(bytes, total);
    }
    examples.push(describeExample(example, rowKind, isUnitRange ? 'unit' : 'signed'));
  }
  const hash = createHash('sha256').update(JSON.stringify(examples)).update(values.digest()).digest('hex');
  return { hash, bytes, examples };
}

/** What a file's attention takes when it is kept. */
export function keptBytes({ examples }: Pick<AttentionContents, 'examples'>): number {
  return examples.reduce(
    (sum, { layers, heads, rows, columns }) => sum + layers * heads * rows * columns * 4,
    0,
  );
}

/** Throws `LabError('bad-input')` if nothing says what the rows are. */
export function knownRows(example: FileExample, fileName: string): RowKind {
  if (example.rowKind !== null) return example.rowKind;
  const sums =
    example.sums === 'both' ? 'rows and columns both sum to 1' : 'neither rows nor columns sum to 1';
  throw new LabError('bad-input', `are its rows queries or keys? ${sums}: ${fileName}`, {
    hint: 'Choose it, or say --rows; they are queries in Hugging Face and TransformerLens',
  });
}

/** One head, one layer or all of a kept example. Throws `LabError`: `bad-input` for what is not there, `not-found`. */
export async function readKept(
  folder: string,
  kept: Pick<KeptAttention, 'hash' | 'examples'>,
  fileName: string,
  index: number,
  part: BundlePart,
): Promise<AttentionBundle> {
  const example = kept.examples[index];
  const { layer, head } = part;
  if (example === undefined) throw noSuch('example', index, kept.examples.length, fileName);
  if (layer !== null && layer >= example.layers) throw noSuch('layer', layer, example.layers, fileName);
  if (head !== null && head >= example.heads) throw noSuch('head', head, example.heads, fileName);
  const valuesOf = (one: ImportedExample): number => one.layers * one.heads * one.keys * one.queries;
  const before = kept.examples.slice(0, index).reduce((sum, one) => sum + valuesOf(one), 0);
  const matrix = example.keys * example.queries;
  const first = before + ((layer ?? 0) * example.heads + (head ?? 0)) * matrix;
  const { layers, heads } = partSize(example, part);
  const file = await FileBytes.open(keptFile(folder, kept.hash));
  try {
    const bytes = await file.read(first * 4, layers * heads * matrix * 4);
    const values = new Float32Array(layers * heads * matrix);
    new Uint8Array(values.buffer).set(bytes);
    const origin = { kind: 'file', name: fileName, importId: kept.hash, example: index } as const;
    return assembleBundle(example, values, part, origin);
  } finally {
    await file.close();
  }
}

function noSuch(what: string, index: number, count: number, fileName: string): LabError {
  return new LabError('bad-input', `no ${what} ${index + 1}, it has ${count}: ${fileName}`);
}
