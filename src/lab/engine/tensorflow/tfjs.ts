import './shim.ts';
import { createRequire } from 'node:module';
import type * as Tfjs from '@tensorflow/tfjs';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js';
import type { NativeBinding } from './native.ts';

/** tfjs on native TensorFlow; `backend` runs any op by name (`executeMultipleOutputs`). */
export interface TfjsOnNative {
  readonly tf: typeof Tfjs;
  readonly backend: NodeJSKernelBackend;
}

/**
 * TensorFlow.js itself over a binding that is loaded, without tfjs-node's `index.js`, which would look for a binding
 * of its own. Training does without it (raw ops take half as long); it is what the engine's gradients are tested
 * against and what its speed is compared with.
 */
export function registerTfjs(binding: NativeBinding): TfjsOnNative {
  const require = createRequire(import.meta.url);
  const fromTfjsNode = createRequire(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const tf = fromTfjsNode('@tensorflow/tfjs') as typeof Tfjs;
  fromTfjsNode('./dist/register_all_kernels.js');
  const backends = fromTfjsNode('./dist/nodejs_kernel_backend.js') as {
    readonly NodeJSKernelBackend: new (binding: NativeBinding, packageName: string) => NodeJSKernelBackend;
  };
  const backend = new backends.NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu');
  tf.registerBackend('tensorflow', () => backend, 3);
  tf.setBackend('tensorflow');
  return { tf, backend };
}
