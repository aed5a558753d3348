import type { ModelConfig, TrainingConfig } from '../../shared/experiment.ts';
import { cosineLoss, cosineLossBackward } from './cosineLoss.ts';
import { classSizes } from './labelMask.ts';
import { softmax, softmaxBackward, type Reals } from './softmax.ts';

/** What decides the loss of a sequence's scores; an `EngineModel` is one. */
export interface LossOptions {
  readonly softmaxOver: ModelConfig['softmaxOver'];
  readonly headReduction: ModelConfig['headReduction'];
  readonly loss: TrainingConfig['loss'];
}

/**
 * From the scores of a sequence to its loss, and back to dLoss/dS, without allocating: what every engine that does
 * its own arithmetic shares. Matrices are [H, n, n], key × query, float32 or float64; sums are float64 in one fixed
 * order, so equal scores give equal bits on any machine and with any number of threads.
 *
 * - `cosine`: −meanⱼ cos(att[:, j], truth[:, j]) (cosineLoss.ts), of the heads' mean attention, or of each head and
 *   then averaged (`mean-loss`).
 * - `cross-entropy`: −meanⱼ Σᵢ T[i, j]·log att[i, j], T the label mask with lines that sum to 1 (it is symmetric, so
 *   rows and columns agree and the softmax axis does not matter). log att is score − log Σ exp, never log of a
 *   rounded-off zero; over several heads the log of their mean is log Σₕ exp(log attₕ) − log H, exact for any score.
 */
export class LossHead {
  readonly heads: number;
  readonly length: number;
  readonly options: LossOptions;
  readonly #line: Float64Array;
  readonly #sizes: Float64Array;
  readonly #dots: Float64Array;
  readonly #norms: Float64Array;
  readonly #logSums: Float64Array;
  readonly #mean: Float64Array;
  readonly #upstream: Float64Array;

  /** For `heads` = H score matrices of `length` = n documents. Holds 2 n² + (H + 4) n float64 numbers. */
  constructor(heads: number, length: number, options: LossOptions) {
    const { softmaxOver, headReduction, loss } = options;
    this.heads = heads;
    this.length = length;
    this.options = { softmaxOver, headReduction, loss };
    this.#line = new Float64Array(length);
    this.#sizes = new Float64Array(length);
    this.#dots = new Float64Array(length);
    this.#norms = new Float64Array(length);
    this.#logSums = new Float64Array(heads * length);
    this.#mean = new Float64Array(length * length);
    this.#upstream = new Float64Array(length * length);
  }

  /**
   * Loss of one sequence. `scores`, `attention` and `gradient` are [H, n, n]; `labels` holds the n class indices.
   * Writes the attention, and dLoss/dS into `gradient`. Non-finite scores give a non-finite loss, never a throw.
   */
  lossAndGradient(scores: Reals, labels: Int32Array, attention: Reals, gradient: Reals): number {
    const n = this.length;
    classSizes(labels, n, this.#sizes);
    for (let h = 0; h < this.heads; h += 1) {
      softmax(scores, attention, h * n * n, n, this.options.softmaxOver, this.#line, this.#logSums, h * n);
    }
    const meanFirst = this.heads > 1 && this.options.headReduction === 'mean-attention';
    if (this.options.loss === 'cross-entropy') {
      return this.#crossEntropy(scores, labels, attention, gradient, meanFirst);
    }
    return meanFirst
      ? this.#cosineOfMean(labels, attention, gradient)
      : this.#meanOfCosines(labels, attention, gradient);
  }

  #cosineOfMean(labels: Int32Array, attention: Reals, gradient: Reals): number {
    const n = this.length;
    const mean = this.#mean; // [n, n]
    const sizes = this.#sizes;
    const dots = this.#dots;
    const norms = this.#norms;
    const upstream = this.#upstream;
    meanOverHeads(attention, this.heads, n, mean);
    const loss = cosineLoss(mean, 0, n, labels, sizes, dots, norms);
    cosineLossBackward(mean, 0, n, labels, sizes, dots, norms, 1 / this.heads, upstream);
    for (let h = 0; h < this.heads; h += 1) {
      softmaxBackward(attention, upstream, gradient, h * n * n, n, this.options.softmaxOver);
    }
    return loss;
  }

  #meanOfCosines(labels: Int32Array, attention: Reals, gradient: Reals): number {
    const n = this.length;
    const sizes = this.#sizes;
    const dots = this.#dots;
    const norms = this.#norms;
    const upstream = this.#upstream;
    let loss = 0;
    for (let h = 0; h < this.heads; h += 1) {
      const offset = h * n * n;
      loss += cosineLoss(attention, offset, n, labels, sizes, dots, norms);
      cosineLossBackward(attention, offset, n, labels, sizes, dots, norms, 1 / this.heads, upstream);
      softmaxBackward(attention, upstream, gradient, offset, n, this.options.softmaxOver);
    }
    return loss / this.heads;
  }

  /** With w the share a head has in a pair's mean attention (1/H for `mean-loss`): dS = att·Σ(T·w/n) − T·w/n. */
  #crossEntropy(
    scores: Reals,
    labels: Int32Array,
    attention: Reals,
    gradient: Reals,
    meanFirst: boolean,
  ): number {
    const n = this.length;
    const over = this.options.softmaxOver;
    const share = this.#upstream; // [n, n], T·w/n of the head at hand
    const lineSums = this.#dots; // [n]
    if (meanFirst) this.#logMeanAttention(scores, labels); // into #mean
    let loss = 0;
    for (let h = 0; h < this.heads; h += 1) {
      lineSums.fill(0);
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          const at = i * n + j;
          share[at] = 0;
          if (labels[i] !== labels[j]) continue;
          const line = over === 'keys' ? j : i;
          const logAttention = scores[h * n * n + at]! - this.#logSums[h * n + line]!;
          const weight = meanFirst ? Math.exp(logAttention - this.#mean[at]!) / this.heads : 1 / this.heads;
          const truth = 1 / (this.#sizes[j]! * n);
          share[at] = truth * weight;
          lineSums[line]! += truth * weight;
          if (!meanFirst) loss -= truth * weight * logAttention;
          else if (h === 0) loss -= truth * this.#mean[at]!;
        }
      }
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          const at = i * n + j;
          const line = over === 'keys' ? j : i;
          gradient[h * n * n + at] = attention[h * n * n + at]! * lineSums[line]! - share[at]!;
        }
      }
    }
    return loss;
  }

  /** log of the heads' mean attention where the labels agree, by log-sum-exp over heads, into #mean [n, n]. */
  #logMeanAttention(scores: Reals, labels: Int32Array): void {
    const n = this.length;
    const over = this.options.softmaxOver;
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < n; j += 1) {
        if (labels[i] !== labels[j]) continue;
        const at = i * n + j;
        const line = over === 'keys' ? j : i;
        let maximum = -Infinity;
        for (let h = 0; h < this.heads; h += 1) {
          const logAttention = scores[h * n * n + at]! - this.#logSums[h * n + line]!;
          if (logAttention > maximum) maximum = logAttention;
        }
        let sum = 0;
        for (let h = 0; h < this.heads; h += 1) {
          sum += Math.exp(scores[h * n * n + at]! - this.#logSums[h * n + line]! - maximum);
        }
        this.#mean[at] = maximum + Math.log(sum / this.heads);
      }
    }
  }
}

/** Mean of H matrices [n, n] in head order, into `mean` [n, n]. */
export function meanOverHeads(attention: Reals, heads: number, n: number, mean: Float64Array): void {
  const size = n * n;
  for (let at = 0; at < size; at += 1) {
    let sum = 0;
    for (let h = 0; h < heads; h += 1) sum += attention[h * size + at]!;
    mean[at] = sum / heads;
  }
}
