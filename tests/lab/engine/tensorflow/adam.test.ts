import { describe, expect, it } from 'vitest';
import { AdamUpdater } from '../../../../src/lab/engine/tensorflow/adam.ts';
import { DescentUpdater } from '../../../../src/lab/engine/tensorflow/descent.ts';
import { Eager } from '../../../../src/lab/engine/tensorflow/eager.ts';
import { loadBinding } from '../../../../src/lab/engine/tensorflow/native.ts';
import { tensorflowMissing, tensorflowRuntime } from '../../../helpers/tensorflowRuntime.ts';
import { largestGap } from '../parity.ts';

const columns = 64;
const rows = 4;
const size = rows * columns;

/** Gradients from 1e-10 to 1: where they are about ε, one form of Adam differs from the other. */
const gradientAt = (step: number): Float32Array =>
  Float32Array.from({ length: size }, (_, at) => 10 ** -((at % 11) as number) * Math.sin(at + step * 0.7));

describe.skipIf(tensorflowRuntime === undefined)(`TensorFlow’s fused optimisers${tensorflowMissing}`, () => {
  it('Adam is PyTorch’s form in float64, at every size of gradient', () => {
    const learningRate = 0.01;
    const eager = new Eager(loadBinding(tensorflowRuntime!.folder));
    const updater = new AdamUpdater(eager, learningRate);
    const variables = [0, 1, 2].map(() => eager.variable([rows, columns]));
    const w = new Float64Array(size);
    const m = new Float64Array(size);
    const v = new Float64Array(size);
    for (let t = 1; t <= 200; t += 1) {
      const gradient = gradientAt(t);
      updater.begin(t);
      eager.tidy(() => updater.apply(variables, eager.floats(gradient, [rows, columns])));
      for (let at = 0; at < size; at += 1) {
        const g = gradient[at]!;
        m[at] = 0.9 * m[at]! + 0.1 * g;
        v[at] = 0.999 * v[at]! + 0.001 * g * g;
        const denominator = Math.sqrt(v[at]!) / Math.sqrt(1 - 0.999 ** t) + 1e-8;
        w[at]! -= ((learningRate / (1 - 0.9 ** t)) * m[at]!) / denominator;
      }
      // A step is 0.01 at most: six digits of it.
      if (t === 1 || t === 200) {
        const weights = eager.tidy(() => eager.read(eager.value(variables[0]!)));
        expect(largestGap(weights, w)).toBeLessThan(t === 1 ? 1e-8 : 2e-6);
      }
    }
    for (const variable of variables) eager.free(variable);
    updater.dispose();
  });

  it('gradient descent subtracts the gradient times the rate', () => {
    const eager = new Eager(loadBinding(tensorflowRuntime!.folder));
    const updater = new DescentUpdater(eager, 0.5);
    const variable = eager.variable([rows, columns]);
    const gradient = gradientAt(3);
    eager.tidy(() => updater.apply([variable], eager.floats(gradient, [rows, columns])));
    const weights = eager.tidy(() => eager.read(eager.value(variable)));
    expect(weights).toEqual(gradient.map((value) => 0 - 0.5 * value));
    eager.free(variable);
    updater.dispose();
  });
});
