import { describe, expect, it } from 'vitest';
import { ofTextPair } from '../../../src/renderer/charts/textPair.ts';
import { headValues } from '../../../src/shared/attention.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const whole = sampleBundle([0, 1, 0, 1, 1], { heads: 2 });
const bundle = { ...whole, meta: { ...whole.meta, splitPoint: 2 } };

describe('one of two texts attending to one of them', () => {
  it.each([
    ['aa', 2, 2, 0, 0],
    ['bb', 3, 3, 2, 2],
    ['ab', 3, 2, 2, 0],
    ['ba', 2, 3, 0, 2],
  ] as const)('has the values of %s in their places, in every head', (pair, keys, queries, key0, query0) => {
    const part = ofTextPair(bundle, pair);
    expect([part.keys, part.queries]).toEqual([keys, queries]);
    for (let head = 0; head < 2; head += 1) {
      const [from, of] = [headValues(whole, 0, head), headValues(part, 0, head)];
      for (let key = 0; key < keys; key += 1) {
        for (let query = 0; query < queries; query += 1) {
          expect(of[key * queries + query]).toBe(from[(key0 + key) * 5 + query0 + query]);
        }
      }
    }
    expect(part.keyTokens).toEqual(whole.keyTokens.slice(key0, key0 + keys));
    expect(part.queryTokens).toEqual(whole.queryTokens.slice(query0, query0 + queries));
    expect(part.meta.normalisedOver).toBe('none');
  });

  it('is the bundle itself where all is asked for, or there is one text', () => {
    expect(ofTextPair(bundle, 'all')).toBe(bundle);
    expect(ofTextPair(whole, 'ab')).toBe(whole);
  });
});
