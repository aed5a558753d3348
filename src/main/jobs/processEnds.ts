import { LabError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts';
import type { ProcessEnd } from './trainerProcess.ts';

/** What the end of a trainer process that never said how its job ended means for the run. */
export interface EndVerdict {
  /** `lost`: the process was taken away and the run may go on from a checkpoint. `failed`: it would fail again. */
  readonly kind: 'lost' | 'failed';
  readonly error: ErrorMessage;
}

const crashSignals: ReadonlySet<string> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
]);
const accessViolation = 0xc0000005;
const missingLibrary = 0xc0000135;
const resumeHint = 'Resume it from its last checkpoint, if it has one';

/** Names the end of a process that nobody here asked to end. */
export function judgeEnd(end: ProcessEnd): EndVerdict {
  if (end.problem !== null) {
    return { kind: 'failed', error: withStderr(`the training process: ${end.problem.message}`, end) };
  }
  if (/heap out of memory|Array buffer allocation failed|std::bad_alloc/.test(end.stderr)) {
    return failed(
      new LabError('out-of-memory', 'the training process ran out of memory', {
        hint: 'Use fewer heads or a smaller head dimension',
      }),
    );
  }
  if (end.signal === 'SIGKILL') {
    return lost(
      new LabError(
        'out-of-memory',
        'the training process was killed from outside (SIGKILL), probably because memory ran out',
        { hint: `${resumeHint}; fewer heads or a smaller head dimension need less` },
      ),
    );
  }
  if (isCrash(end))
    return { kind: 'lost', error: withStderr(`the training process crashed (${name(end)})`, end) };
  if (end.signal !== null) {
    const error = new LabError('io', `the training process was ended from outside (${end.signal})`, {
      hint: resumeHint,
    });
    return lost(error);
  }
  if (end.code !== null && end.code >>> 0 === missingLibrary) {
    const error = new LabError(
      'engine-missing',
      'a library the training process needs is missing (0xC0000135)',
      {
        hint: 'Run "attention-lab doctor", or choose another engine',
      },
    );
    return failed(error);
  }
  return {
    kind: 'failed',
    error: withStderr(`the training process ended without a result (${name(end)})`, end),
  };
}

/** The verdict on a process that was ended here because it no longer answered. */
export function judgeHang(silentSeconds: number): EndVerdict {
  return lost(
    new LabError(
      'io',
      `the training process did not answer for ${Math.round(silentSeconds)} s and was ended`,
      {
        hint: resumeHint,
      },
    ),
  );
}

function isCrash({ code, signal }: ProcessEnd): boolean {
  if (signal !== null) return crashSignals.has(signal);
  // A shell's way to say "died of signal n", as some containers pass it on; 134 is SIGABRT, 139 SIGSEGV.
  return code !== null && (code >>> 0 === accessViolation || code === 134 || code === 139);
}

function name({ code, signal }: ProcessEnd): string {
  if (signal !== null) return signal;
  if (code === null) return 'no exit code';
  return code > 255 || code < 0
    ? `exit code 0x${(code >>> 0).toString(16).toUpperCase()}`
    : `exit code ${code}`;
}

const lost = (error: LabError): EndVerdict => ({ kind: 'lost', error: toErrorMessage(error) });
const failed = (error: LabError): EndVerdict => ({ kind: 'failed', error: toErrorMessage(error) });

function withStderr(message: string, { stderr }: ProcessEnd): ErrorMessage {
  const stack = stderr.trim();
  return stack === '' ? { kind: 'bug', message } : { kind: 'bug', message, stack };
}
