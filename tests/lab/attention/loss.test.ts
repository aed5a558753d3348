import { describe, expect, it } from 'vitest';
import { LossHead, type LossOptions } from '../../../src/lab/attention/loss.ts';
import { seededNumbers } from '../../helpers/seededNumbers.ts';

const grid: LossOptions[] = (['cosine', 'cross-entropy'] as const).flatMap((loss) =>
  (['keys', 'queries'] as const).flatMap((softmaxOver) =>
    (['mean-attention', 'mean-loss'] as const).map((headReduction) => ({ loss, softmaxOver, headReduction })),
  ),
);
const shapes = [
  { heads: 1, n: 2 },
  { heads: 1, n: 5 },
  { heads: 2, n: 4 },
  { heads: 3, n: 7 },
];

function sequence(heads: number, n: number, spread: number) {
  const numbers = seededNumbers(heads * 100 + n);
  return {
    scores: Float64Array.from({ length: heads * n * n }, () => numbers.normal() * spread),
    labels: Int32Array.from({ length: n }, () => numbers.index(3)),
  };
}

describe.each(shapes)('the loss of $heads heads on $n documents', ({ heads, n }) => {
  it.each(grid)(
    'has the gradient of finite differences: $loss over $softmaxOver, $headReduction',
    (options) => {
      const { scores, labels } = sequence(heads, n, 1.5);
      const head = new LossHead(heads, n, options);
      const attention = new Float64Array(scores.length);
      const gradient = new Float64Array(scores.length);
      const scratch = new Float64Array(scores.length);
      head.lossAndGradient(scores, labels, attention, gradient);
      const step = 1e-5;
      for (let at = 0; at < scores.length; at += 1) {
        const moved = Float64Array.from(scores);
        moved[at] = scores[at]! + step;
        const above = head.lossAndGradient(moved, labels, scratch, new Float64Array(scores.length));
        moved[at] = scores[at]! - step;
        const below = head.lossAndGradient(moved, labels, scratch, new Float64Array(scores.length));
        expect(gradient[at]).toBeCloseTo((above - below) / (2 * step), 8);
      }
    },
  );

  it.each(grid)('gives float32 engines the same: $loss over $softmaxOver, $headReduction', (options) => {
    const { scores, labels } = sequence(heads, n, 1.5);
    const head = new LossHead(heads, n, options);
    const rounded = Float32Array.from(scores);
    const exact = [new Float64Array(scores.length), new Float64Array(scores.length)] as const;
    const single = [new Float32Array(scores.length), new Float32Array(scores.length)] as const;
    const expected = head.lossAndGradient(Float64Array.from(rounded), labels, ...exact);
    expect(head.lossAndGradient(rounded, labels, ...single)).toBeCloseTo(expected, 6);
    for (let at = 0; at < scores.length; at += 1) {
      expect(single[0][at]).toBeCloseTo(exact[0][at]!, 6);
      expect(single[1][at]).toBeCloseTo(exact[1][at]!, 6);
    }
  });
});

describe('attention', () => {
  it('sums to one down every query column over keys, along every key row over queries', () => {
    const { scores, labels } = sequence(2, 5, 3);
    for (const softmaxOver of ['keys', 'queries'] as const) {
      const head = new LossHead(2, 5, { softmaxOver, headReduction: 'mean-loss', loss: 'cosine' });
      const attention = new Float64Array(scores.length);
      head.lossAndGradient(scores, labels, attention, new Float64Array(scores.length));
      for (let h = 0; h < 2; h += 1) {
        for (let line = 0; line < 5; line += 1) {
          let sum = 0;
          for (let k = 0; k < 5; k += 1) {
            sum += attention[h * 25 + (softmaxOver === 'keys' ? k * 5 + line : line * 5 + k)]!;
          }
          expect(sum).toBeCloseTo(1, 12);
        }
      }
    }
  });
});

describe('extreme scores', () => {
  // Unscaled weights give scores of the order of D: attention is one-hot and most of it underflows to 0.
  it.each(grid)('keep the loss and gradient finite: $loss over $softmaxOver, $headReduction', (options) => {
    const { scores, labels } = sequence(3, 7, 8000);
    const head = new LossHead(3, 7, options);
    const gradient = new Float64Array(scores.length);
    const loss = head.lossAndGradient(scores, labels, new Float64Array(scores.length), gradient);
    expect(Number.isFinite(loss)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it.each(grid)('that are not numbers give a loss that is not one: $loss, $headReduction', (options) => {
    const { scores, labels } = sequence(2, 4, 1);
    scores[5] = Number.NaN;
    const head = new LossHead(2, 4, options);
    const buffers = [new Float64Array(scores.length), new Float64Array(scores.length)] as const;
    // Cross-entropy reads only pairs of one class, but their column's sum holds the NaN all the same.
    expect(head.lossAndGradient(scores, Int32Array.of(0, 0, 0, 0), ...buffers)).toBeNaN();
    expect(head.lossAndGradient(scores, labels, ...buffers)).toBeNaN();
  });

  it('match torch where the norm of a column is below the 1e-8 that CosineSimilarity clamps it to', () => {
    // Softmax over queries leaves columns with any sum: the second is about 1e-9 here. torch 2.13, float64:
    // s = tensor([[0, -20.7], [0, -20.2]]); loss = -CosineSimilarity(dim=0)(softmax(s, 1), ones(2, 2)).mean()
    const head = new LossHead(1, 2, {
      softmaxOver: 'queries',
      headReduction: 'mean-attention',
      loss: 'cosine',
    });
    const gradient = new Float64Array(4);
    const scores = Float64Array.of(0, -20.7, 0, -20.2);
    const loss = head.lossAndGradient(scores, Int32Array.of(0, 0), new Float64Array(4), gradient);
    expect(loss).toBeCloseTo(-0.5958507443113223, 12);
    const expected = [0.031099771305165093, -0.031099771305165093, 0.0458331626199334, -0.0458331626199334];
    expected.forEach((value, at) => expect(gradient[at]).toBeCloseTo(value, 12));
  });
});
