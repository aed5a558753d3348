import { describe, expect, it } from 'vitest';
import type { AttentionBundle } from '../../../../src/shared/attention.ts';
import { metricsOf } from '../../../../src/lab/attention/metrics.ts';
import { mapNumbers } from '../../../../src/renderer/views/run/mapNumbers.ts';
import { seeded } from '../../../helpers/sampleData.ts';

function bundleOf(labels: readonly number[], values: Float32Array): AttentionBundle {
  const tokens = labels.map((group, index) => ({
    label: `t ${index}`,
    group,
    title: '',
    documentHash: null,
  }));
  return {
    layers: 1,
    heads: 1,
    keys: labels.length,
    queries: labels.length,
    values,
    keyTokens: tokens,
    queryTokens: tokens,
    groups: ['a', 'b', 'c'],
    meta: {
      title: '',
      origin: { kind: 'file', name: 'test' },
      normalisedOver: 'keys',
      range: 'unit',
    },
  };
}

describe('the numbers of a map', () => {
  it('are those the lab computes, whether columns sum to 1 or not', () => {
    const random = seeded(5);
    const labels = Array.from({ length: 12 }, () => Math.floor(random() * 3));
    const values = Float32Array.from({ length: 144 }, () => random() - 0.2);
    const lab = metricsOf(
      values,
      Int32Array.from(labels),
      { loss: 'cosine', headReduction: 'mean-attention', softmaxOver: 'keys' },
      3,
    );
    const shown = mapNumbers(bundleOf(labels, values), values);
    expect(-shown.cosine).toBeCloseTo(lab.loss, 6);
    expect(shown.sameClassMass).toBeCloseTo(lab.sameClassMass, 6);
    expect(shown.entropy).toBeCloseTo(lab.entropy, 6);
  });

  it('are perfect for attention that equals the label mask', () => {
    const values = Float32Array.from([0.5, 0.5, 0, 0.5, 0.5, 0, 0, 0, 1]);
    const shown = mapNumbers(bundleOf([0, 0, 1], values), values);
    expect(shown.cosine).toBeCloseTo(1, 7);
    expect(shown.sameClassMass).toBe(1);
    expect(shown.diagonalMass).toBeCloseTo(2 / 3, 7);
    expect(shown.entropy).toBeCloseTo(2 / 3, 7);
  });
});
