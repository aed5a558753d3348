import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemCode } from '../../src/shared/systemCode.ts';

describe('the code of an error', () => {
  it('is the operating system’s where it has one', () => {
    let caught: unknown;
    try {
      readFileSync('no/such/file');
    } catch (error) {
      caught = error;
    }
    expect(systemCode(caught)).toBe('ENOENT');
  });

  it('is none of an error without one, of one that is a number, and of what is no error', () => {
    const numbered = Object.assign(new Error('odd'), { code: 7 });
    for (const value of [new Error('plain'), numbered, { code: 'ENOENT' }, null, 'ENOENT']) {
      expect(systemCode(value)).toBeUndefined();
    }
  });
});
