import { adam } from '../optimiser.ts';
import type { Eager } from './eager.ts';
import type { OpAttribute, TensorId } from './native.ts';
import type { Updater } from './updater.ts';

/**
 * Adam with PyTorch's bias correction by `ResourceApplyAdam`, which knows another form of it:
 * w ← w − lr·√(1 − β₂power)/(1 − β₁power) · m / (√v + ε̂). With both powers given as 0, lr as the corrected step size
 * lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and ε̂ = ε·√(1 − β₂ᵗ) that is PyTorch's lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε), and the
 * corrections are taken in float64. They use β as float32 has it, as the op's moving averages do: (1 − 0.999) is off
 * by 1.3e-5 there, and both errors cancel.
 */
export class AdamUpdater implements Updater {
  readonly #eager: Eager;
  readonly #learningRate: number;
  readonly #attributes: readonly OpAttribute[];
  readonly #zero: TensorId;
  readonly #beta1: TensorId;
  readonly #beta2: TensorId;
  #stepSize: TensorId | null = null;
  #epsilon: TensorId | null = null;

  constructor(eager: Eager, learningRate: number) {
    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = eager.binding;
    this.#eager = eager;
    this.#learningRate = learningRate;
    this.#attributes = [
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'use_locking', type: TF_ATTR_BOOL, value: false },
      { name: 'use_nesterov', type: TF_ATTR_BOOL, value: false },
    ];
    this.#zero = eager.keep(eager.scalar(0));
    this.#beta1 = eager.keep(eager.scalar(adam.beta1));
    this.#beta2 = eager.keep(eager.scalar(adam.beta2));
  }

  begin(t: number): void {
    const eager = this.#eager;
    this.#freeStep();
    const correction1 = 1 - Math.fround(adam.beta1) ** t;
    const correction2 = Math.sqrt(1 - Math.fround(adam.beta2) ** t);
    this.#stepSize = eager.keep(eager.scalar((this.#learningRate * correction2) / correction1));
    this.#epsilon = eager.keep(eager.scalar(adam.epsilon * correction2));
  }

  apply(variables: readonly TensorId[], gradient: TensorId): void {
    if (this.#stepSize === null || this.#epsilon === null) throw new Error('Adam: apply before begin');
    const numbers = [this.#zero, this.#zero, this.#stepSize, this.#beta1, this.#beta2, this.#epsilon];
    this.#eager.run('ResourceApplyAdam', this.#attributes, [...variables, ...numbers, gradient], 0);
  }

  dispose(): void {
    this.#freeStep();
    for (const tensor of [this.#zero, this.#beta1, this.#beta2]) this.#eager.free(tensor);
  }

  #freeStep(): void {
    for (const tensor of [this.#stepSize, this.#epsilon]) if (tensor !== null) this.#eager.free(tensor);
    this.#stepSize = null;
    this.#epsilon = null;
  }
}
