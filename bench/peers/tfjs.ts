import type * as Tfjs from '@tensorflow/tfjs';
import type { Tensor, Variable } from '@tensorflow/tfjs';
import { createRequire } from 'node:module';
import { findRuntime } from '../../src/lab/engine/tensorflow/installed.ts';
import { loadBinding } from '../../src/lab/engine/tensorflow/native.ts';
import { registerTfjs, type TfjsOnNative } from '../../src/lab/engine/tensorflow/tfjs.ts';
import { FusedAdam } from './fusedAdam.ts';

/**
 * One training step of the model in TensorFlow.js: the peer of bench/step.ts.
 *
 *     node bench/peers/tfjs.ts '{"D": 8026, "d": 64, "n": 32, "heads": 4, "kind": "train.adam", "steps": 8, "dataDir": "…"}'
 *
 * Prints {"seconds": {"median", "min"}, "peakRssBytes", "version"} as JSON. `kind` is "train.adam" (tfjs-node as its
 * users write it, on the installed runtime), "ResourceApplyAdam" (the same with TensorFlow's fused op) or "wasm"
 * (tfjs-backend-wasm). The loop is peers/pytorch.py's. Time does not depend on the values, so X is dense noise.
 */

interface Options {
  readonly D: number;
  readonly d: number;
  readonly n: number;
  readonly heads: number;
  readonly steps: number;
  readonly kind: 'train.adam' | 'ResourceApplyAdam' | 'wasm';
  readonly dataDir: string;
}

/** Changes the weights by their gradients, in the order A_K, A_Q. */
interface Optimiser {
  readonly step: (loss: (weights: readonly Tensor[]) => Tensor) => number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as Options;
const { D, d, n, heads, steps, kind } = options;
const rows = Math.max(4 * n, 256);

try {
  const { tf, native } = kind === 'wasm' ? await onWasm() : onNative();
  const X = tf.randomNormal([rows, D]);
  const y = tf.randomUniform([rows], 0, 4, 'int32');
  const shape = heads === 1 ? [d, D] : [heads, d, D];
  const initial = (): Tensor => tf.tidy(() => tf.mul(tf.randomNormal(shape), Math.sqrt(2 / D)));
  const optimiser =
    kind === 'ResourceApplyAdam' ? new FusedAdam(native!, [initial, initial], 1e-5) : trainAdam(tf, initial);

  const step = (): number =>
    tf.tidy(() => {
      const indices = tf.tensor1d(
        Int32Array.from(tf.util.createShuffledIndices(rows).subarray(0, n)),
        'int32',
      );
      const sequence = tf.gather(X, indices);
      const labels = tf.gather(y, indices);
      const truth = tf.cast(tf.equal(labels, tf.expandDims(labels, 1)), 'float32');
      return optimiser.step(([A_K, A_Q]) => {
        const inputs = heads === 1 ? sequence : tf.expandDims(sequence, 0);
        const K = tf.matMul(A_K!, inputs, false, true);
        const Q = tf.matMul(A_Q!, inputs, false, true);
        const S = tf.div(tf.matMul(K, Q, true, false), Math.sqrt(D));
        // tfjs's softmax knows the last axis only.
        const last = heads === 1 ? [1, 0] : [0, 2, 1];
        const all = tf.transpose(tf.softmax(tf.transpose(S, last)), last);
        const att = heads === 1 ? all : tf.mean(all, 0);
        const dot = tf.sum(tf.mul(att, truth), 0);
        const norms = tf.mul(tf.sqrt(tf.sum(tf.square(att), 0)), tf.sqrt(tf.sum(truth, 0)));
        return tf.neg(tf.mean(tf.div(dot, norms)));
      });
    });

  step();
  step();
  const times: number[] = [];
  for (let i = 0; i < steps; i += 1) {
    const start = performance.now();
    if (!Number.isFinite(step())) throw new Error('the loss is not finite');
    times.push((performance.now() - start) / 1000);
  }
  times.sort((a, b) => a - b);
  console.log(
    JSON.stringify({
      seconds: { median: times[times.length >> 1], min: times[0] },
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
      version: `tfjs ${tf.version_core}${native === null ? '' : `, TensorFlow ${native.backend.binding.TF_Version}`}`,
    }),
  );
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

interface Loaded {
  readonly tf: typeof Tfjs;
  readonly native: TfjsOnNative | null;
}

function onNative(): Loaded {
  const runtime = findRuntime(options.dataDir);
  if (runtime === undefined) throw new Error('no TensorFlow runtime: npm run tensorflow:install');
  const native = registerTfjs(loadBinding(runtime.folder));
  return { tf: native.tf, native };
}

async function onWasm(): Promise<Loaded> {
  const require = createRequire(import.meta.url);
  const tf = createRequire(require.resolve('@tensorflow/tfjs-node-gpu/package.json'))(
    '@tensorflow/tfjs',
  ) as typeof Tfjs;
  require('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  await tf.ready();
  return { tf, native: null };
}

/** tfjs's own Adam with PyTorch's epsilon, which is also not its default. */
function trainAdam(tf: typeof Tfjs, initial: () => Tensor): Optimiser {
  const weights: readonly Variable[] = [tf.variable(initial()), tf.variable(initial())];
  const adam = tf.train.adam(1e-5, 0.9, 0.999, 1e-8);
  return {
    step(loss) {
      const { value, grads } = tf.variableGrads(() => loss(weights).asScalar());
      adam.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      return value.dataSync()[0]!;
    },
  };
}
