import { describe, expect, it } from 'vitest';
import { judgeEnd, judgeHang } from '../../../src/main/jobs/processEnds.ts';

const end = { code: null, signal: null, stderr: '', problem: null };

describe('the verdict on a process that ended without a word', () => {
  it.each([
    [
      'SIGKILL',
      { ...end, signal: 'SIGKILL' as const },
      'lost',
      'out-of-memory',
      /probably because memory ran out/,
    ],
    ['SIGTERM', { ...end, signal: 'SIGTERM' as const }, 'lost', 'io', /ended from outside \(SIGTERM\)/],
    ['a missing DLL', { ...end, code: 0xc0000135 }, 'failed', 'engine-missing', /library .* is missing/],
    [
      'a full heap',
      { ...end, signal: 'SIGABRT' as const, stderr: 'FATAL ERROR: JavaScript heap out of memory' },
      'failed',
      'out-of-memory',
      /ran out of memory/,
    ],
  ])('%s', (_, processEnd, kind, code, message) => {
    const verdict = judgeEnd(processEnd);
    expect(verdict).toMatchObject({ kind, error: { kind: 'expected', code } });
    expect(verdict.error.kind === 'expected' && verdict.error.message).toMatch(message);
    expect(verdict.error.kind === 'expected' && verdict.error.hint).toBeTruthy();
  });

  it.each([
    ['SIGSEGV', { ...end, signal: 'SIGSEGV' as const }, /crashed \(SIGSEGV\)/],
    ['SIGABRT', { ...end, signal: 'SIGABRT' as const }, /crashed \(SIGABRT\)/],
    ['an access violation on Windows', { ...end, code: 0xc0000005 }, /crashed \(exit code 0xC0000005\)/],
    ['the same as a signed number', { ...end, code: 0xc0000005 | 0 }, /crashed \(exit code 0xC0000005\)/],
  ])('takes %s for a native crash: lost, with its last words', (_, processEnd, message) => {
    const verdict = judgeEnd({ ...processEnd, stderr: 'last words\n' });
    expect(verdict).toMatchObject({ kind: 'lost', error: { kind: 'bug', stack: 'last words' } });
    expect(verdict.error.kind === 'bug' && verdict.error.message).toMatch(message);
  });

  it('takes an exit without a result for a bug that would come again', () => {
    for (const code of [0, 1, 3]) {
      const verdict = judgeEnd({ ...end, code, stderr: 'why' });
      expect(verdict).toEqual({
        kind: 'failed',
        error: {
          kind: 'bug',
          message: `the training process ended without a result (exit code ${code})`,
          stack: 'why',
        },
      });
    }
  });

  it('names a process that could not be started', () => {
    const verdict = judgeEnd({ ...end, problem: new Error('spawn ENOENT') });
    expect(verdict).toEqual({
      kind: 'failed',
      error: { kind: 'bug', message: 'the training process: spawn ENOENT' },
    });
  });

  it('counts a hang as lost', () => {
    expect(judgeHang(61.2)).toMatchObject({ kind: 'lost', error: { kind: 'expected' } });
  });
});
