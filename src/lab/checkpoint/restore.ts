import { open, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { weightTensors, type Engine, type StateTensor } from '../engine/engine.ts';
import type { Checkpoint } from './open.ts';
import { tensorFile } from './state.ts';
import { CHUNK_BYTES, tensorsOf } from './write.ts';

interface RestoreOptions {
  readonly onBytes?: (done: number, total: number) => void;
  readonly chunkBytes?: number;
}

/**
 * Writes a checkpoint's tensors and step count into an engine of the same sizes, which need not be initialised. With
 * moments it goes on bit for bit; weights alone serve looking, not training. Throws `LabError('conflict')` if sizes
 * differ.
 */
export async function restoreEngine(
  checkpoint: Checkpoint,
  engine: Engine,
  options: RestoreOptions = {},
): Promise<void> {
  const tensors = tensorsOf(engine, checkpoint.manifest.resumable);
  refuseOtherSizes(checkpoint, engine, ['heads', 'headDim', 'features', 'sequenceLength'], tensors);
  await readTensors(checkpoint, engine, tensors, options);
  engine.setStepCount(checkpoint.state.step);
}

/**
 * Writes a checkpoint's weights into an engine that is initialised: its moments and step count stay as they are, so
 * that training begins there at step 0. Throws `LabError('conflict')` if sizes differ; sequences may be of another
 * length.
 */
export async function restoreWeights(
  checkpoint: Checkpoint,
  engine: Engine,
  options: RestoreOptions = {},
): Promise<void> {
  refuseOtherSizes(checkpoint, engine, ['heads', 'headDim', 'features'], weightTensors);
  await readTensors(checkpoint, engine, weightTensors, options);
}

async function readTensors(
  checkpoint: Checkpoint,
  engine: Engine,
  tensors: readonly StateTensor[],
  options: RestoreOptions,
): Promise<void> {
  const { heads, headDim, features } = engine.model;
  const rows = heads * headDim;
  const rowsAPiece = Math.max(1, Math.floor((options.chunkBytes ?? CHUNK_BYTES) / (features * 4)));
  const total = tensors.length * rows * features * 4;
  let done = 0;
  for (const tensor of tensors) {
    const handle = await open(join(checkpoint.folder, tensorFile(tensor)), 'r');
    try {
      for (let from = 0; from < rows; from += rowsAPiece) {
        // A fresh array each: a native engine may read what it was given after the call.
        const values = new Float32Array(Math.min(rowsAPiece, rows - from) * features);
        await readFully(handle, values, from * features * 4);
        await engine.writeRows(tensor, from, values);
        options.onBytes?.((done += values.byteLength), total);
      }
    } finally {
      await handle.close();
    }
  }
}

function refuseOtherSizes(
  checkpoint: Checkpoint,
  engine: Engine,
  sizes: readonly ('heads' | 'headDim' | 'features' | 'sequenceLength')[],
  tensors: readonly StateTensor[],
): void {
  const name = basename(checkpoint.folder);
  for (const size of sizes) {
    const [was, is] = [checkpoint.state.model[size], engine.model[size]];
    if (was !== is) throw new LabError('conflict', `${name} has another ${size}: ${was} instead of ${is}`);
  }
  const files = new Map(checkpoint.manifest.files.map((file) => [file.name, file.bytes]));
  const { heads, headDim, features } = engine.model;
  for (const tensor of tensors) {
    const bytes = files.get(tensorFile(tensor));
    if (bytes === heads * headDim * features * 4) continue;
    throw new LabError('conflict', `${name} does not hold what the optimiser needs: ${tensor}`);
  }
}

async function readFully(handle: FileHandle, values: Float32Array, position: number): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, position + at);
    if (bytesRead === 0) throw new LabError('io', 'a checkpoint’s file ended while it was read');
    at += bytesRead;
  }
}
