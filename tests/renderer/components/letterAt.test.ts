import { describe, expect, it } from 'vitest';
import { letterAt } from '../../../src/renderer/components/letterAt.ts';

describe('where a letter begins', () => {
  it('is the place itself in plain text', () => {
    expect(letterAt('attention', 4)).toBe(4);
  });

  it('never parts a pair of code units, a family or a letter from its marks', () => {
    const family = '👨‍👩‍👧‍👦';
    for (let at = 2; at < 2 + family.length; at += 1) expect(letterAt(`a ${family} b`, at)).toBe(2);
    expect(letterAt('z\u0338\u0322o', 2)).toBe(0);
    expect(letterAt('z\u0338\u0322o', 3)).toBe(3);
  });
});
