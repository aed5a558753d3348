import type { TensorId } from './native.ts';

/** Updates variables in place by one of TensorFlow's fused ops. Free them before their engine goes. */
export interface Updater {
  /** Prepares step `t`, 1 the first. */
  begin(t: number): void;
  /** w, and m and v where there are moments, all of the gradient's shape. */
  apply(variables: readonly TensorId[], gradient: TensorId): void;
  dispose(): void;
}
