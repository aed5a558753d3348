import { createHash } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { CheckpointSummary } from '../../shared/run.ts';
import { adamTensors, weightTensors, type Engine, type StateTensor } from '../engine/engine.ts';
import { asDiskError, renameFresh, syncFolder } from './durable.ts';
import { freshFolder, temporaryName } from './folders.ts';
import { MANIFEST_FILE, STATE_FILE, tensorFile, type CheckpointState, type Manifest } from './state.ts';

/** A tensor goes through memory in pieces of this many bytes: little beside the weights, and 10 ms of hashing. */
export const CHUNK_BYTES = 4 * 2 ** 20;
/** Left free beside a checkpoint, so that the database can still commit. */
const RESERVE_BYTES = 64 * 2 ** 20;
/** More than any manifest takes. */
const MANIFEST_BYTES = 4096;

/** A moment of a write, in order: after the last but one the checkpoint is there, after the last it will stay. */
export type WritePoint =
  'folder made' | 'piece written' | 'file synced' | 'manifest synced' | 'folder synced' | 'renamed' | 'done';

type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>;

export interface WriteOptions {
  /** Called at every point with the bytes written so far; what it throws ends the write. */
  readonly onPoint?: (point: WritePoint, bytesDone: number, bytesTotal: number) => void;
  /** Free bytes on the disk of a folder. Default: what the system says. */
  readonly freeBytes?: (folder: string) => Promise<number>;
  readonly chunkBytes?: number;
}

/** What a checkpoint of this engine holds; SGD has no moments. */
export function tensorsOf(engine: Engine, resumable: boolean): readonly StateTensor[] {
  return resumable && engine.model.optimiser === 'adam' ? adamTensors : weightTensors;
}

/** Bytes of the tensors a checkpoint would hold. */
export function tensorBytes(engine: Engine, resumable: boolean): number {
  const { heads, headDim, features } = engine.model;
  return tensorsOf(engine, resumable).length * heads * headDim * features * 4;
}

/**
 * Writes a checkpoint of the engine as it is now, in a way that it is whole or not there at all: files and folder are
 * synced under a temporary name, the manifest last, then renamed. `resumable`: with the optimiser's moments.
 * Throws `LabError('out-of-disk')` before anything is written if it would not fit, or if the disk fills up meanwhile,
 * and `LabError('io')` if the folder cannot be written; what was begun is removed.
 */
export async function writeCheckpoint(
  runDir: string,
  engine: Engine,
  state: CheckpointState,
  resumable: boolean,
  options: WriteOptions = {},
): Promise<CheckpointSummary> {
  const stateText = Buffer.from(JSON.stringify(state));
  const expected = tensorBytes(engine, resumable) + stateText.length + MANIFEST_BYTES;
  let done = 0;
  const reach = (point: WritePoint, bytes = 0): void => {
    done += bytes;
    options.onPoint?.(point, done, expected);
  };
  let temporary: string | null = null;
  try {
    await mkdir(runDir, { recursive: true });
    await refuseIfFull(runDir, expected, options.freeBytes ?? freeBytesOf);
    const folder = await freshFolder(runDir, state.step);
    temporary = temporaryName(folder);
    await mkdir(temporary);
    reach('folder made');
    await writeFiles(temporary, engine, stateText, { step: state.step, resumable }, options, reach);
    await syncFolder(temporary);
    reach('folder synced');
    await renameFresh(temporary, folder);
    temporary = null;
    reach('renamed');
    await syncFolder(runDir);
    reach('done');
    return { step: state.step, bytes: done, resumable, folder };
  } catch (error) {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
    throw asDiskError(error, 'writing a checkpoint', runDir);
  }
}

/** Tensors, state, and last the manifest that makes them a checkpoint; each file synced. */
async function writeFiles(
  folder: string,
  engine: Engine,
  stateText: Buffer,
  { step, resumable }: Pick<Manifest, 'step' | 'resumable'>,
  { chunkBytes = CHUNK_BYTES }: WriteOptions,
  reach: (point: WritePoint, bytes?: number) => void,
): Promise<void> {
  const files: Manifest['files'] = [];
  const write = async (name: string, pieces: Pieces): Promise<void> => {
    const written = await writeFile(join(folder, name), pieces, (bytes) => reach('piece written', bytes));
    files.push({ name, ...written });
  };
  for (const tensor of tensorsOf(engine, resumable)) {
    await write(tensorFile(tensor), tensorPieces(engine, tensor, chunkBytes));
    reach('file synced');
  }
  await write(STATE_FILE, [stateText]);
  reach('file synced');
  const manifest: Manifest = { format: 'attention-lab-checkpoint', version: 1, step, resumable, files };
  await write(MANIFEST_FILE, [Buffer.from(JSON.stringify(manifest, null, 1))]);
  reach('manifest synced');
}

async function refuseIfFull(
  folder: string,
  bytes: number,
  freeBytes: (folder: string) => Promise<number>,
): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= bytes + RESERVE_BYTES) return;
  throw new LabError(
    'out-of-disk',
    `not enough disk space for a checkpoint: ${megabytes(bytes + RESERVE_BYTES)} needed, ${megabytes(free)} free in ${folder}`,
    { hint: 'Free some space, or choose another data folder' },
  );
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** A tensor's rows as bytes. Every platform Node 24 is built for is little-endian. */
async function* tensorPieces(
  engine: Engine,
  tensor: StateTensor,
  chunkBytes: number,
): AsyncGenerator<Buffer> {
  const { heads, headDim, features } = engine.model;
  const rows = heads * headDim;
  const rowsAPiece = Math.max(1, Math.floor(chunkBytes / (features * 4)));
  for (let from = 0; from < rows; from += rowsAPiece) {
    const values = await engine.readRows(tensor, from, Math.min(rows, from + rowsAPiece));
    yield Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  }
}

async function writeFile(
  path: string,
  pieces: Pieces,
  written: (bytes: number) => void,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(path, 'w');
  try {
    for await (const piece of pieces) {
      await handle.writeFile(piece);
      hash.update(piece);
      bytes += piece.length;
      written(piece.length);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
