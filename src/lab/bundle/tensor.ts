import type { ByteSource } from './fileBytes.ts';
import { decodeStrings, type ElementType } from './elementTypes.ts';
import { badFile, bundleLimits } from './limits.ts';

/** An array in a file: what its header says, and its bytes when they are asked for. */
export interface Tensor {
  /** As the file calls it; empty for a file of one nameless array. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** First axis varies fastest. */
  readonly fortran: boolean;
  /** Its bytes are unpacked from the first on: the last ones cost all before them. */
  readonly isPacked?: boolean;
  /** The elements alone, shape × type bytes of them. */
  readonly bytes: () => Promise<ByteSource>;
}

/** What every reader gives: arrays by name, and what the file says beside them. */
export interface TensorFile {
  readonly format: 'npz' | 'npy' | 'safetensors' | 'json';
  readonly tensors: readonly Tensor[];
  /** Texts beside the arrays: safetensors' metadata, a JSON file's other fields as JSON. */
  readonly notes: ReadonlyMap<string, string>;
  readonly close: () => Promise<void>;
}

/** Number of elements. Throws `LabError('bad-input')` for what is not a shape, or could not fit into any file. */
export function elementsOf(shape: readonly number[], where: string): number {
  let count = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) throw badFile(where, 'an axis has no valid length');
    count *= length;
    if (!Number.isSafeInteger(count)) throw badFile(where, 'the shape is impossible');
  }
  return count;
}

/** A small array of strings, or of token ids, read whole in C order; its last axis varies fastest. */
export async function readStrings(tensor: Tensor, where: string): Promise<string[]> {
  const count = elementsOf(tensor.shape, where);
  const bytes = count * tensor.type.bytes;
  const { smallArrayBytes, smallArrayElements } = bundleLimits;
  if (bytes > smallArrayBytes || count > smallArrayElements)
    throw badFile(where, `"${tensor.name}" is too large for tokens`);
  if (tensor.fortran && tensor.shape.length > 1) {
    throw badFile(where, `"${tensor.name}" is in Fortran order`, 'Write tokens in C order');
  }
  const source = await tensor.bytes();
  return decodeStrings(tensor.type, await source.read(0, bytes));
}
