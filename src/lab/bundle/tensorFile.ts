import { basename } from 'node:path';
import { FileBytes } from './fileBytes.ts';
import { readJson } from './json.ts';
import { badFile } from './limits.ts';
import { isNpy, readNpy } from './npy.ts';
import { readNpz } from './npz.ts';
import { readSafetensors } from './safetensors.ts';
import { Scratch } from './scratch.ts';
import type { TensorFile } from './tensor.ts';

export interface OpenedTensors extends TensorFile {
  readonly scratch: Scratch;
}

/**
 * Opens a file of arrays, known by its first bytes and not by its name. Reads headers only. Throws `LabError`:
 * `not-found`, `io`, `bad-input`.
 */
export async function openTensors(path: string): Promise<OpenedTensors> {
  const file = await FileBytes.open(path);
  const scratch = new Scratch();
  const close = async (): Promise<void> => {
    await scratch.remove();
    await file.close();
  };
  try {
    return { ...(await read(file, basename(path), scratch)), scratch, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function read(file: FileBytes, where: string, scratch: Scratch): Promise<Omit<TensorFile, 'close'>> {
  if (file.size === 0) throw badFile(where, 'the file is empty');
  const start = await file.read(0, Math.min(16, file.size));
  if (isNpy(start)) {
    return { format: 'npy', tensors: [await readNpy(file, where)], notes: new Map() };
  }
  // A zip may begin with other bytes, but numpy's never does.
  if (start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    return { format: 'npz', tensors: await readNpz(file, where, scratch), notes: new Map() };
  }
  if (start.length > 8 && start[8] === 0x7b && start[6] === 0 && start[7] === 0) {
    return { format: 'safetensors', ...(await readSafetensors(file, where)) };
  }
  if (/^(\ufeff)?\s*[[{]/.test(start.toString('utf8'))) {
    return { format: 'json', ...(await readJson(file, where)) };
  }
  throw badFile(
    where,
    'not a .npz, .npy, .safetensors or .json file',
    'docs/import.md shows how to export one',
  );
}
