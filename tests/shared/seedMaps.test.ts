import { describe, expect, it } from 'vitest';
import { seedMaps } from '../../src/shared/seedMaps.ts';
import { sampleBundle } from '../helpers/sampleBundle.ts';

const base = sampleBundle([0, 1, 0], { heads: 1 });
const bundles = [0.1, 0.4, 0.7].map((shift) => ({
  ...base,
  values: base.values.map((value, at) => value + shift * (at % 2)),
}));

describe('the maps of several seeds', () => {
  it('have their mean and sample deviation, cell by cell', () => {
    const mean = seedMaps(bundles, 'mean')!;
    const deviation = seedMaps(bundles, 'deviation')!;
    // numpy.std([0.1, 0.4, 0.7], ddof=1) = 0.3; cells at even places do not differ.
    expect(mean.values[1]).toBeCloseTo(base.values[1]! + 0.4, 6);
    expect(deviation.values[1]).toBeCloseTo(0.3, 6);
    expect(mean.values[2]).toBeCloseTo(base.values[2]!, 6);
    expect(deviation.values[2]).toBeCloseTo(0, 6);
    expect(mean.meta).toMatchObject({ normalisedOver: 'keys', range: 'unit' });
    expect(deviation.meta).toMatchObject({ normalisedOver: 'none', range: 'unit' });
  });

  it('need two, of the same documents and as many heads', () => {
    expect(seedMaps(bundles.slice(0, 1), 'mean')).toBeNull();
    expect(seedMaps([], 'mean')).toBeNull();
    expect(seedMaps([base, sampleBundle([0, 1, 1])], 'mean')).toBeNull();
    expect(seedMaps([base, sampleBundle([0, 1, 0], { heads: 2 })], 'mean')).toBeNull();
  });
});
