import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatTable, listWords } from '../../../src/main/cli/format.ts';

describe('numbers in a terminal', () => {
  it.each([
    [0.0032, '3.2 ms'],
    [0.09, '90 ms'],
    [0.25, '0.25 s'],
    [9.994, '9.99 s'],
    [32.4, '32 s'],
    [192, '3:12'],
    [3599.6, '1 h 00'],
    [3840, '1 h 04'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('writes sizes in the unit a person would choose', () => {
    expect([12, 4500, 14_464_277, 1_556_000_000].map(formatBytes)).toEqual([
      '12 B',
      '5 kB',
      '14 MB',
      '1.56 GB',
    ]);
  });

  it('joins words as a sentence does', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listWords)).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  it('lays a table out in columns, numbers to the right, without spaces at the end', () => {
    const table = formatTable(
      [{ title: 'name' }, { title: 'loss', align: 'right' }, { title: 'note' }],
      [
        ['short', '−0.5', ''],
        ['ünïcode name', '−10.25', 'x'],
      ],
    );
    expect(table.split('\n')).toEqual([
      'name            loss  note',
      'short           −0.5',
      'ünïcode name  −10.25  x',
    ]);
  });
});
