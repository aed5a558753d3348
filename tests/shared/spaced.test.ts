import { describe, expect, it } from 'vitest';
import { spaced } from '../../src/shared/spaced.ts';

const steps = Array.from({ length: 36 }, (_, i) => i * 10);

describe('spaced steps', () => {
  it('are all of them where there are few', () => {
    expect(spaced([0, 10, 20], 12, null)).toEqual([0, 10, 20]);
  });

  it('have the first and the last, and as many as wanted', () => {
    const some = spaced(steps, 12, null);
    expect(some).toHaveLength(12);
    expect([some[0], some.at(-1)]).toEqual([0, 350]);
  });

  it('have the one that is shown in place of the nearest', () => {
    for (const step of steps) {
      const some = spaced(steps, 12, step);
      expect(some).toHaveLength(12);
      expect(some).toContain(step);
      expect(some).toEqual([...some].sort((a, b) => a - b));
      expect([some[0], some.at(-1)]).toEqual([0, 350]);
    }
  });
});
