import { describe, expect, it } from 'vitest';
import { tokenNames } from '../../src/shared/tokenNames.ts';

describe('token names', () => {
  it('count each class within the sequence, from 0', () => {
    const classes = ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'];
    expect(tokenNames(Int32Array.of(1, 3, 3, 1, 0), classes)).toEqual([
      'comp.graphics 0',
      'sci.space 0',
      'sci.space 1',
      'comp.graphics 1',
      'alt.atheism 0',
    ]);
    expect(tokenNames([], classes)).toEqual([]);
  });

  it('refuse a label without a class', () => {
    expect(() => tokenNames([2], ['a', 'b'])).toThrow('label out of range: 2');
  });
});
