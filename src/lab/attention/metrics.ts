import type { MetricValues } from '../../shared/metrics.ts';
import { meanOverHeads, type LossOptions } from './loss.ts';
import { lossOf } from './lossOf.ts';
import type { Reals } from './softmax.ts';

/**
 * Every metric of shared/metrics.ts for one sequence: `attention` [H, n, n], key × query, `labels` its n class indices
 * below `classCount`. All but the loss read the mean over heads, as plain columns: one a query.
 *
 * A column is a query's shares of attention only if it sums to 1, which softmax over queries and plain measures do not
 * give; so `sameClassMass` and `entropy` read `columnShares`. Attention with a NaN gives a NaN loss, mass and entropy,
 * and a query with one counts as missed in the two accuracies.
 */
export function metricsOf(
  attention: Reals,
  labels: Int32Array,
  options: LossOptions,
  classCount: number,
): MetricValues {
  const n = labels.length;
  const mean = new Float64Array(n * n);
  meanOverHeads(attention, attention.length / (n * n), n, mean);
  const shares = columnShares(mean, n);
  return {
    loss: lossOf(attention, labels, options),
    sameClassMass: sameClassMass(shares, labels),
    voteAccuracy: voteAccuracy(mean, labels, classCount),
    precisionAt1: precisionAt1(mean, labels),
    entropy: entropy(shares, n),
  };
}

/** Mean of each metric over sequences; every one counts the same. `values` must not be empty. */
export function meanMetrics(values: readonly MetricValues[]): MetricValues {
  const mean = (name: keyof MetricValues): number =>
    values.reduce((sum, value) => sum + value[name], 0) / values.length;
  return {
    loss: mean('loss'),
    sameClassMass: mean('sameClassMass'),
    voteAccuracy: mean('voteAccuracy'),
    precisionAt1: mean('precisionAt1'),
    entropy: mean('entropy'),
  };
}

/**
 * Columns as shares that sum to 1: negative values count as 0, each column is divided by its sum, and one with nothing
 * positive in it is spread evenly. [n, n] row-major, key × query. Attention from softmax over keys stays as it is.
 */
export function columnShares(attention: Reals, n: number): Float64Array {
  const shares = Float64Array.from(attention, (value) => (value < 0 ? 0 : value));
  for (let j = 0; j < n; j += 1) {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += shares[i * n + j]!;
    for (let i = 0; i < n; i += 1) shares[i * n + j] = sum === 0 ? 1 / n : shares[i * n + j]! / sum;
  }
  return shares;
}

function sameClassMass(shares: Float64Array, labels: Int32Array): number {
  const n = labels.length;
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) if (labels[i] === labels[j]) sum += shares[i * n + j]!;
  }
  // A NaN outside the class must show as well.
  return shares.every(Number.isFinite) ? sum / n : Number.NaN;
}

function voteAccuracy(attention: Float64Array, labels: Int32Array, classCount: number): number {
  const n = labels.length;
  const votes = new Float64Array(classCount);
  let right = 0;
  for (let j = 0; j < n; j += 1) {
    votes.fill(0);
    for (let i = 0; i < n; i += 1) votes[labels[i]!]! += attention[i * n + j]!;
    if (indexOfLargest(votes, -1) === labels[j]) right += 1;
  }
  return right / n;
}

function precisionAt1(attention: Float64Array, labels: Int32Array): number {
  const n = labels.length;
  const column = new Float64Array(n);
  let right = 0;
  for (let j = 0; j < n; j += 1) {
    for (let i = 0; i < n; i += 1) column[i] = attention[i * n + j]!;
    const nearest = indexOfLargest(column, j);
    if (nearest >= 0 && labels[nearest] === labels[j]) right += 1;
  }
  return right / n;
}

/** The first of the largest values but the one at `excluded`; −1 if any of them is NaN. */
function indexOfLargest(values: Float64Array, excluded: number): number {
  let best = -1;
  for (let i = 0; i < values.length; i += 1) {
    if (i === excluded) continue;
    if (Number.isNaN(values[i])) return -1;
    if (best < 0 || values[i]! > values[best]!) best = i;
  }
  return best;
}

function entropy(shares: Float64Array, n: number): number {
  let sum = 0;
  for (const share of shares) if (share !== 0) sum -= share * Math.log2(share);
  return sum / n;
}
