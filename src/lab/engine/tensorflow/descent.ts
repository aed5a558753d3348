import type { Eager } from './eager.ts';
import type { OpAttribute, TensorId } from './native.ts';
import type { Updater } from './updater.ts';

/** Plain gradient descent: w ← w − lr·g. */
export class DescentUpdater implements Updater {
  readonly #eager: Eager;
  readonly #attributes: readonly OpAttribute[];
  readonly #learningRate: TensorId;

  constructor(eager: Eager, learningRate: number) {
    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = eager.binding;
    this.#eager = eager;
    this.#attributes = [
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'use_locking', type: TF_ATTR_BOOL, value: false },
    ];
    this.#learningRate = eager.keep(eager.scalar(learningRate));
  }

  begin(): void {
    // Every step is alike.
  }

  apply(variables: readonly TensorId[], gradient: TensorId): void {
    const inputs = [variables[0]!, this.#learningRate, gradient];
    this.#eager.run('ResourceApplyGradientDescent', this.#attributes, inputs, 0);
  }

  dispose(): void {
    this.#eager.free(this.#learningRate);
  }
}
