import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { readManifest } from '../checkpoint/open.ts';
import { tensorFile, type Manifest } from '../checkpoint/state.ts';
import {
  refuseRows,
  rowsAChunk,
  type Projection,
  type RowChunk,
  type WeightRows,
  type WeightSizes,
} from './weightRows.ts';

/**
 * The weights of a checkpoint, read from its tensor files while the chunk before is worked on. The first whole pass
 * over a file also verifies its SHA-256. Throws `LabError('io')` if the checkpoint is damaged, `LabError('conflict')`
 * if it is of other sizes.
 */
export async function checkpointRows(folder: string, sizes: WeightSizes): Promise<WeightRows> {
  const manifest = await readManifest(folder);
  const verified = new Set<Projection>();
  for (const projection of ['A_K', 'A_Q'] as const) refuseOtherSize(folder, manifest, projection, sizes);

  async function* read(projection: Projection, fromRow: number, toRow: number): AsyncGenerator<RowChunk> {
    refuseRows(sizes, fromRow, toRow);
    const whole = fromRow === 0 && toRow === sizes.heads * sizes.headDim;
    const hash = whole && !verified.has(projection) ? createHash('sha256') : null;
    const handle = await open(join(folder, tensorFile(projection)), 'r');
    try {
      yield* chunks(handle, sizes.features, fromRow, toRow, hash);
    } finally {
      await handle.close();
    }
    if (hash === null) return;
    const { sha256 } = entryOf(folder, manifest, projection);
    if (hash.digest('hex') !== sha256)
      throw damaged(folder, `${tensorFile(projection)} is not what was written`);
    verified.add(projection);
  }
  return { sizes, read };
}

/** Two arrays in turn: one is read into while the other is in the caller's hands. */
async function* chunks(
  handle: FileHandle,
  features: number,
  fromRow: number,
  toRow: number,
  hash: Hash | null,
): AsyncGenerator<RowChunk> {
  const most = rowsAChunk(features);
  const arrays = [0, 1].map(() => new Float32Array(Math.min(most, toRow - fromRow) * features));
  const start = (from: number, turn: number): Promise<Float32Array> | null => {
    if (from >= toRow) return null;
    const values = arrays[turn % 2]!.subarray(0, Math.min(most, toRow - from) * features);
    return readFully(handle, values, from * features * 4);
  };
  let pending = start(fromRow, 0);
  for (let [from, turn] = [fromRow, 0]; pending !== null; from += most, turn += 1) {
    const values = await pending;
    pending = start(from + most, turn + 1);
    try {
      hash?.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      yield { fromRow: from, count: values.length / features, values };
    } catch (error) {
      await pending?.catch(() => undefined);
      throw error;
    }
  }
}

async function readFully(handle: FileHandle, values: Float32Array, position: number): Promise<Float32Array> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, position + at);
    if (bytesRead === 0) throw new LabError('io', 'a checkpoint’s file ended while it was read');
    at += bytesRead;
  }
  return values;
}

function refuseOtherSize(
  folder: string,
  manifest: Manifest,
  projection: Projection,
  sizes: WeightSizes,
): void {
  const { bytes } = entryOf(folder, manifest, projection);
  const wanted = sizes.heads * sizes.headDim * sizes.features * 4;
  if (bytes === wanted) return;
  throw new LabError(
    'conflict',
    `${basename(folder)} is of another model: ${projection} has ${bytes} bytes instead of ${wanted}`,
  );
}

function entryOf(folder: string, manifest: Manifest, projection: Projection): Manifest['files'][number] {
  const entry = manifest.files.find(({ name }) => name === tensorFile(projection));
  if (entry === undefined) throw damaged(folder, `it has no ${projection}`);
  return entry;
}

const damaged = (folder: string, what: string): LabError =>
  new LabError('io', `damaged checkpoint: ${basename(folder)}, ${what}`);
