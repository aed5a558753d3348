import type { Tensor } from '@tensorflow/tfjs';
import type { TfjsOnNative } from '../../src/lab/engine/tensorflow/tfjs.ts';

/** TensorFlow's name for a resource that nobody shares. */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * Adam on tfjs tensors by `ResourceApplyAdam`, weights and moments in resource variables, whole matrices: the fastest
 * that tfjs-node can be made to do from outside.
 */
export class FusedAdam {
  readonly #native: TfjsOnNative;
  readonly #learningRate: number;
  readonly #sides: readonly { readonly w: Tensor; readonly m: Tensor; readonly v: Tensor }[];
  #t = 0;

  constructor(native: TfjsOnNative, initial: readonly (() => Tensor)[], learningRate: number) {
    this.#native = native;
    this.#learningRate = learningRate;
    this.#sides = initial.map((make) => {
      const start = make();
      const zero = native.tf.zerosLike(start);
      const side = {
        w: this.#variable(start),
        m: this.#variable(zero),
        v: this.#variable(native.tf.zerosLike(zero)),
      };
      native.tf.dispose([start, zero]);
      return side;
    });
  }

  step(loss: (weights: readonly Tensor[]) => Tensor): number {
    const { tf, backend } = this.#native;
    const weights = this.#sides.map(({ w }) =>
      backend.executeSingleOutput('ReadVariableOp', this.#types('dtype'), [w]),
    );
    const { value, grads } = tf.valueAndGrads((A_K, A_Q) => loss([A_K!, A_Q!]).asScalar())(weights);
    // While it is read, an update copies the whole variable.
    tf.dispose(weights);
    this.#t += 1;
    const [b1, b2] = [0.9, 0.999];
    const numbers = [
      b1 ** this.#t,
      b2 ** this.#t,
      this.#learningRate,
      b1,
      b2,
      1e-8 * Math.sqrt(1 - b2 ** this.#t),
    ];
    const scalars = numbers.map((number) => tf.scalar(number));
    const flags = ['use_locking', 'use_nesterov'].map((name) => ({
      name,
      type: backend.binding.TF_ATTR_BOOL,
      value: false,
    }));
    this.#sides.forEach(({ w, m, v }, side) => {
      backend.executeMultipleOutputs(
        'ResourceApplyAdam',
        [...this.#types('T'), ...flags],
        [w, m, v, ...scalars, grads[side]!],
        0,
      );
      tf.dispose(grads[side]!);
    });
    return value.dataSync()[0]!;
  }

  #variable(start: Tensor): Tensor {
    const { tf, backend } = this.#native;
    const { TF_ATTR_STRING, TF_ATTR_SHAPE } = backend.binding;
    const handle = backend.executeSingleOutput(
      'VarHandleOp',
      [
        { name: 'container', type: TF_ATTR_STRING, value: '' },
        { name: 'shared_name', type: TF_ATTR_STRING, value: ANONYMOUS },
        ...this.#types('dtype'),
        { name: 'shape', type: TF_ATTR_SHAPE, value: start.shape },
      ],
      [],
    );
    backend.executeMultipleOutputs('AssignVariableOp', this.#types('dtype'), [handle, start], 0);
    return tf.keep(handle);
  }

  #types(name: string): { readonly name: string; readonly type: number; readonly value: number }[] {
    const { TF_ATTR_TYPE, TF_FLOAT } = this.#native.backend.binding;
    return [{ name, type: TF_ATTR_TYPE, value: TF_FLOAT }];
  }
}
