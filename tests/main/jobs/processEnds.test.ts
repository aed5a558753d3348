import { describe, expect, it } from 'vitest';
import { judgeEnd, judgeHang } from '../../../src/main/jobs/processEnds.ts';
import { workOf } from '../../../src/main/jobs/processWork.ts';

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
    [
      'SIGSEGV',
      { ...end, signal: 'SIGSEGV' as const },
      /crashed in native code \(SIGSEGV: it touched memory that is not its own\)$/,
    ],
    [
      'SIGABRT',
      { ...end, signal: 'SIGABRT' as const },
      /crashed in native code \(SIGABRT: it gave up over a fault of its own\)$/,
    ],
    [
      'a signal that a shell passed on',
      { ...end, code: 134 },
      /crashed in native code \(exit code 134: it gave up/,
    ],
    [
      'an access violation on Windows',
      { ...end, code: 0xc0000005 },
      /crashed in native code \(exit code 0xC0000005: it touched memory/,
    ],
    [
      'the same as a signed number',
      { ...end, code: 0xc0000005 | 0 },
      /crashed in native code \(exit code 0xC0000005: it touched memory/,
    ],
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
          message: `the training process ended and told neither a result nor a reason (exit code ${code})`,
          stack: 'why',
        },
      });
    }
  });

  it.each(['import', 'features', 'doctor', 'vocabulary', 'measure', 'reach', 'explain'] as const)(
    'says of the process of another job (%s) what it was there for, and to try again',
    (kind) => {
      const work = workOf(kind);
      const { error } = judgeEnd({ ...end, code: 0 }, work);
      expect(error.kind === 'bug' && error.message).toMatch(
        /^the process that [a-z ]+ ended and told neither a result nor a reason \(exit code 0\)\. Try again; if it comes back, report it with logs\/lab\.log of the data folder$/,
      );
      const killed = judgeEnd({ ...end, signal: 'SIGKILL' }, work).error;
      expect(killed.kind === 'expected' && killed.hint).toMatch(/^Try again\. Close other programs/);
      expect(JSON.stringify([error, killed])).not.toMatch(/training|heads/);
    },
  );

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
