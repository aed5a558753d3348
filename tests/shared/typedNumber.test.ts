import { describe, expect, it } from 'vitest';
import { plainNumbers } from '../../src/shared/scales.ts';
import { readTypedNumber, readTypedShare } from '../../src/shared/typedNumber.ts';

const comma = { decimal: ',', group: '.' };

describe('a number that a person typed', () => {
  it('has a point for its decimals, and commas between thousands', () => {
    expect(readTypedNumber(' 0.25 ', plainNumbers)).toBe(0.25);
    expect(readTypedNumber('128,833,352', plainNumbers)).toBe(128_833_352);
    expect(readTypedNumber('−1e-5', plainNumbers)).toBe(-1e-5);
    expect(readTypedNumber('0,25', plainNumbers)).toBeNaN();
  });

  it('has a comma for its decimals where the language has one, and a point as files write it', () => {
    expect(readTypedNumber('0,25', comma)).toBe(0.25);
    expect(readTypedNumber('0.25', comma)).toBe(0.25);
    expect(readTypedNumber('8.026,5', comma)).toBe(8026.5);
    expect(readTypedNumber('1e-5', comma)).toBe(1e-5);
    expect(readTypedNumber('0,250', comma)).toBe(0.25);
  });

  it('has either sign in a share, whatever the language', () => {
    expect([' 0.25 ', '0,25', '50'].map(readTypedShare)).toEqual([0.25, 0.25, 50]);
    expect(['', ' ', 'half', '1,2,3'].map(readTypedShare)).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('is none where nothing or something else stands', () => {
    for (const text of ['', ' ', 'full', '1,2,3x']) {
      expect(readTypedNumber(text, comma)).toBeNaN();
      expect(readTypedNumber(text, plainNumbers)).toBeNaN();
    }
  });
});
