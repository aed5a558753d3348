import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { LabError } from '../../../shared/errors.ts';

/**
 * tfjs-node's native binding, loaded from a runtime folder by path: neither its install script nor its `index.js`
 * takes part. The binding names TensorFlow's tensors by number and runs any eager op by name.
 */

declare const brand: unique symbol;

/** A tensor that lives in TensorFlow; whoever made it frees it. */
export type TensorId = number & { readonly [brand]: 'TensorId' };

/** An op's attribute; `type` is one of the binding's TF_ATTR numbers. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[];
}

/** What the engine uses of the binding (tfjs-node 4.22, binding/tfjs_binding.cc). */
export interface NativeBinding {
  /** May keep a pointer to `values` until the tensor is deleted: treat them as frozen till then. */
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array): TensorId;
  deleteTensor(tensor: TensorId): void;
  /** A copy; waits for the device. */
  tensorDataSync(tensor: TensorId): Float32Array;
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputs: number,
  ): readonly { readonly id: TensorId; readonly shape: readonly number[] }[];
  getNumOfTensors(): number;
  isUsingGpuDevice(): boolean;
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

/** Where the binding lies in a runtime folder; its libraries are found relative to it. */
export const bindingPath = join('lib', 'napi-v8', 'tfjs_binding.node');

/**
 * What TensorFlow reads from the environment while it is being loaded; a value that is set already stays. Memory of a
 * GPU is taken as needed, not all at once; TF32's ten bits would take losses further than 1e-4 from other engines'.
 */
const environment = {
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  NVIDIA_TF32_OVERRIDE: '0',
  TF_CPP_MIN_LOG_LEVEL: '2',
} as const;

/**
 * Loads the runtime of a folder into this process, once; a process holds one runtime and should do nothing else.
 * `threads` (0: one a core) counts only for the first load. Throws `LabError('engine-missing')`.
 */
export function loadBinding(folder: string, threads = 0): NativeBinding {
  for (const [name, value] of Object.entries(environment)) process.env[name] ??= value;
  if (threads > 0) process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads);
  try {
    return createRequire(import.meta.url)(resolve(folder, bindingPath)) as NativeBinding;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new LabError('engine-missing', `TensorFlow’s library cannot be loaded: ${reason}`, {
      hint: 'Install it again: npm run tensorflow:install',
      cause,
    });
  }
}
