import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameOf, saveName } from '../../src/shared/files.ts';

describe('the name of a file to save', () => {
  it.each(['', '..', '.hidden', 'a/b.attlab', 'a\\b', 'C:x', 'con.attlab', 'a\0b', 'end.', ' x'])(
    'is refused when a system would not take it: %j',
    (name) => {
      expect(saveName.safeParse(name).success).toBe(false);
    },
  );

  it('is made of a title’s own words where they can be kept', () => {
    expect(fileNameOf('init-scaled, seed 3', 'attlab')).toBe('init-scaled, seed 3.attlab');
    expect(fileNameOf('lr 1e-4 / "wide" : été', 'html')).toBe('lr 1e-4 wide été.html');
    expect(fileNameOf('CON', 'html')).toBe('lab CON.html');
    expect(fileNameOf('...', 'html')).toBe('lab.html');
  });

  it('is one that is taken, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        expect(saveName.safeParse(fileNameOf(title, 'attlab')).success).toBe(true);
      }),
      { numRuns: 2000, seed: 6 },
    );
  });
});
