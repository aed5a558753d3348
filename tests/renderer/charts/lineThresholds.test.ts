import { describe, expect, it } from 'vitest';
import { countLines, lineThresholds } from '../../../src/renderer/charts/lineThresholds.ts';
import { markTerms } from '../../../src/renderer/charts/markedText.ts';
import { headValues } from '../../../src/shared/attention.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([0, 1, 1, 0, 2, 3, 0], { heads: 2 });
const both = [true, true];

describe('which weights are drawn', () => {
  it('are the k largest of each query and head', () => {
    const thresholds = lineThresholds(bundle, 0, { kind: 'top', count: 2 });
    for (let head = 0; head < 2; head += 1) {
      for (let query = 0; query < 7; query += 1) {
        const column = Array.from({ length: 7 }, (_, key) => headValues(bundle, 0, head)[key * 7 + query]!);
        expect(thresholds[head * 7 + query]).toBe(column.toSorted((a, b) => b - a)[1]);
      }
    }
    expect(countLines(bundle, 0, thresholds, both)).toBeGreaterThanOrEqual(28);
    expect([...lineThresholds(bundle, 0, { kind: 'top', count: 9 })]).toEqual(new Array(14).fill(0));
  });

  it('are those above a value, or those that make up a share of the mass', () => {
    expect(new Set(lineThresholds(bundle, 0, { kind: 'above', value: 0.25 }))).toEqual(new Set([0.25]));
    const most = lineThresholds(bundle, 0, { kind: 'mass', share: 0.6 });
    const all = lineThresholds(bundle, 0, { kind: 'mass', share: 1 });
    expect(countLines(bundle, 0, all, both)).toBe(98);
    expect(countLines(bundle, 0, all, [true, false])).toBe(49);
    expect(countLines(bundle, 0, most, both)).toBeLessThan(60);
  });
});

describe('terms in a text', () => {
  it('are cut out whole, in any case, and nothing is lost', () => {
    const text = 'Re: Cars, cars_2 and a CAR.\n<b>naïve</b>';
    const pieces = markTerms(text, new Set(['cars', 'car', 'naïve', 'a']));
    expect(pieces.map(({ text: part }) => part).join('')).toBe(text);
    expect(pieces.filter(({ term }) => term !== null)).toEqual([
      { text: 'Cars', term: 'cars' },
      { text: 'CAR', term: 'car' },
      { text: 'naïve', term: 'naïve' },
    ]);
    expect(markTerms('', new Set(['a']))).toEqual([]);
  });
});
