import { describe, expect, it } from 'vitest';
import {
  readDrawnAs,
  writeDrawnAs,
  type DrawnAs,
} from '../../../../src/renderer/views/attention/viewWords.ts';

const usual: DrawnAs = {
  order: 'class',
  scaleKind: 'sqrt',
  isLocked: true,
  target: true,
  lessTarget: false,
  sums: false,
  lineKind: 'mass',
  massShare: 0.6,
  topCount: 3,
  leastWeight: 0.1,
};
const from = (words: Readonly<Record<string, string | null>>): Partial<DrawnAs> =>
  readDrawnAs((word) => words[word] ?? '');

describe('how the attention page draws, in its address', () => {
  it('is not said where it is as usual', () => {
    expect(Object.values(writeDrawnAs(usual)).every((word) => word === null)).toBe(true);
    expect(from({})).toEqual({});
  });

  it.each<Partial<DrawnAs>>([
    { order: 'similarity', scaleKind: 'log', isLocked: false, target: false, lessTarget: true, sums: true },
    { massShare: 0.35 },
    { lineKind: 'top', topCount: 12 },
    { lineKind: 'above', leastWeight: 0.0125 },
    { lineKind: 'above', leastWeight: 1e-9 },
  ])('is read as it was written: %o', (changes) => {
    const view = { ...usual, ...changes };
    expect({ ...usual, ...from(writeDrawnAs(view)) }).toEqual(view);
  });

  it('is as it was where a word is not understood', () => {
    for (const lines of ['mass-2', 'top-0', 'top-1.5', 'above-', 'all', 'mass-0.5;'])
      expect(from({ order: 'random', scale: 'cubic', lines })).toEqual({});
  });
});
