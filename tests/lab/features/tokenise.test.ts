import { describe, expect, it } from 'vitest';
import { tokenise } from '../../../src/lab/features/tokenise.ts';

describe('tokenise', () => {
  it.each([
    ['From: Bob_B@x.edu (A car!)', ['from', 'bob_b', 'edu', 'car']],
    ['x² ½¼ Ⅷa 3', ['x²', '½¼', 'ⅷa']],
    ['Straße ÉCOLE e\u0301cole', ['straße', 'école', 'cole']],
    ['𝒳𝒴 𝒳 😀😀 a\ud800b cd', ['𝒳𝒴', 'cd']],
    ['', []],
    ['a b c', []],
  ])('splits %j', (text, words) => {
    expect(tokenise(text)).toEqual(words);
  });
});
