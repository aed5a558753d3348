import { describe, expect, it } from 'vitest';
import { snapshotChanges } from '../../../src/renderer/charts/snapshotChange.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([0, 0, 1, 1], { heads: 2 });
const of = (values: (i: number) => number) => ({
  ...bundle,
  values: Float32Array.from({ length: bundle.values.length }, (_, i) => values(i)),
});
/** All queries attend to key 0, to key 1, and half to each. */
const [first, second, both] = [
  of((i) => (Math.floor(i / 4) % 4 === 0 ? 1 : 0)),
  of((i) => (Math.floor(i / 4) % 4 === 1 ? 1 : 0)),
  of((i) => (Math.floor(i / 4) % 4 < 2 ? 0.5 : 0)),
];

describe('the change from snapshot to snapshot', () => {
  it('is the share of the mass that went elsewhere', () => {
    expect([...snapshotChanges([first, second, both, both])]).toEqual([0, 1, 0.5, 0]);
  });

  it('is none beside a snapshot that is missing or of another shape', () => {
    expect([...snapshotChanges([first, null, second])]).toEqual([0, 0, 0]);
    expect([...snapshotChanges([first, sampleBundle([0, 1])])]).toEqual([0, 0]);
    expect(snapshotChanges([])).toHaveLength(0);
  });
});
