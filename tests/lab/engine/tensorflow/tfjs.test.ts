import util from 'node:util';
import type { Tensor } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { denseRows } from '../../../../src/lab/engine/dense.ts';
import { createOn } from '../../../../src/lab/engine/tensorflow/index.ts';
import { loadBinding, type NativeBinding } from '../../../../src/lab/engine/tensorflow/native.ts';
import '../../../../src/lab/engine/tensorflow/shim.ts';
import { registerTfjs, type TfjsOnNative } from '../../../../src/lab/engine/tensorflow/tfjs.ts';
import { tensorflowMissing, tensorflowRuntime } from '../../../helpers/tensorflowRuntime.ts';
import { parityCases } from '../oracle.ts';
import { largestGap } from '../parity.ts';

describe('the shim for tfjs-node', () => {
  it('gives it what Node no longer has', () => {
    const { isNullOrUndefined, isArray } = util as unknown as Record<string, (value: unknown) => boolean>;
    expect([null, undefined, 0, ''].map((value) => isNullOrUndefined!(value))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([[], {}].map((value) => isArray!(value))).toEqual([true, false]);
  });
});

describe.skipIf(tensorflowRuntime === undefined)(`tfjs on native TensorFlow${tensorflowMissing}`, () => {
  let binding: NativeBinding;
  let native: TfjsOnNative;
  beforeAll(() => {
    binding = loadBinding(tensorflowRuntime!.folder);
    native = registerTfjs(binding);
  });

  const cases = parityCases.filter(({ model }) => model.loss === 'cosine' && model.softmaxOver === 'keys');

  it.each(cases)('differentiates to the engine’s gradient: $title', async (parity) => {
    const { tf, backend } = native;
    const { data, sequences } = parity;
    const model = { ...parity.model, optimiser: 'sgd', learningRate: 1, init: 'scaled' } as const;
    const { heads: H, headDim: d, features: D, sequenceLength: n, headReduction } = model;
    const rows = sequences[0]!;

    // With SGD at a rate of 1 a step subtracts the gradient itself.
    const engine = createOn(binding, model, data, 1);
    await engine.initialise(4);
    const weights = await Promise.all(
      (['A_K', 'A_Q'] as const).map((name) => engine.readRows(name, 0, H * d)),
    );
    const loss = engine.step(rows);
    const after = await Promise.all((['A_K', 'A_Q'] as const).map((name) => engine.readRows(name, 0, H * d)));
    const gradients = weights.map((values, side) => values.map((value, at) => value - after[side]![at]!));
    await engine.dispose();

    const atFirst = backend.getNumOfTFTensors();
    tf.tidy(() => {
      const X = new Float32Array(n * D);
      denseRows(data.train, rows, X);
      const labels = tf.tensor1d(Array.from(rows, (row) => data.trainLabels[row]!));
      const truth = tf.cast(tf.equal(labels, tf.expandDims(labels, 1)), 'float32');
      const sequence = tf.tile(tf.tensor3d(X, [1, n, D]), [H, 1, 1]);
      const cosines = (att: Tensor): Tensor => {
        const dot = tf.sum(tf.mul(att, truth), -2);
        const norms = tf.mul(tf.sqrt(tf.sum(tf.square(att), -2)), tf.sqrt(tf.sum(truth, 0)));
        return tf.neg(tf.mean(tf.div(dot, norms)));
      };
      const lossOf = (A_K: Tensor, A_Q: Tensor): Tensor => {
        const K = tf.matMul(A_K, sequence, false, true); // [H, d, n]
        const Q = tf.matMul(A_Q, sequence, false, true);
        const S = tf.div(tf.matMul(K, Q, true, false), Math.sqrt(D)); // [H, n, n]
        const att = tf.transpose(tf.softmax(tf.transpose(S, [0, 2, 1])), [0, 2, 1]);
        return cosines(headReduction === 'mean-attention' ? tf.mean(att, 0) : att);
      };
      const { value, grads } = tf.valueAndGrads((A_K, A_Q) => lossOf(A_K!, A_Q!).asScalar())(
        weights.map((values) => tf.tensor3d(values, [H, d, D])),
      );
      expect(Math.abs(value.dataSync()[0]! - loss)).toBeLessThan(1e-5);
      for (const [side, gradient] of grads.entries()) {
        const scale = Math.max(1, ...gradient.dataSync().map(Math.abs));
        expect(largestGap(gradients[side]!, gradient.dataSync()) / scale).toBeLessThan(1e-5);
      }
    });
    expect(backend.getNumOfTFTensors()).toBe(atFirst);
  });
});
