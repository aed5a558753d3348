import { describe, expect, it } from 'vitest';
import { forkObstacles } from '../../src/shared/fork.ts';
import { findPreset } from '../../src/shared/presets.ts';

const parent = findPreset('quick-start')!.experiment;

describe('what keeps a fork from the weights of its parent', () => {
  it('is another size or vocabulary, and nothing of how it trains', () => {
    const trained = {
      ...parent,
      name: 'other',
      seed: 7,
      training: { ...parent.training, learningRate: 1e-6, optimiser: 'sgd' as const, sequenceLength: 16 },
      features: { ...parent.features, standardise: 'none' as const },
    };
    expect(forkObstacles(parent, trained)).toEqual([]);
    expect(
      forkObstacles(parent, {
        ...parent,
        features: { ...parent.features, minDf: 99 },
        model: { ...parent.model, heads: 7, headDim: 3 },
      }),
    ).toEqual(['features.minDf', 'model.heads', 'model.headDim']);
  });
});
