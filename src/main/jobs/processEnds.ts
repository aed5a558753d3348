import { LabError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts';
import type { ProcessEnd } from './trainerProcess.ts';
import { training, type ProcessWork } from './processWork.ts';

/** What the end of a trainer process that never said how its job ended means for the run. */
export interface EndVerdict {
  /** `lost`: the process was taken away and the run may go on from a checkpoint. `failed`: it would fail again. */
  readonly kind: 'lost' | 'failed';
  readonly error: ErrorMessage;
}

/** What each signal of a fault in native code says, for whoever has not met it. */
const crashes: ReadonlyMap<string, string> = new Map([
  ['SIGSEGV', 'it touched memory that is not its own'],
  ['SIGABRT', 'it gave up over a fault of its own'],
  ['SIGBUS', 'it read memory or a file that was no longer there'],
  ['SIGILL', 'this processor does not know one of its instructions'],
  ['SIGFPE', 'an impossible calculation'],
  ['SIGTRAP', 'one of its own checks failed'],
]);
/** A shell's way to say "died of signal n", as some containers pass it on. */
const signalOfCode: ReadonlyMap<number, string> = new Map([
  [134, 'SIGABRT'],
  [139, 'SIGSEGV'],
  [0xc0000005, 'SIGSEGV'],
]);
const missingLibrary = 0xc0000135;

/** Names the end of a process that nobody here asked to end; `work` is what it was there for. */
export function judgeEnd(end: ProcessEnd, work: ProcessWork = training): EndVerdict {
  const { process, next, needsLess } = work;
  if (end.problem !== null) {
    return { kind: 'failed', error: withStderr(`${process}: ${end.problem.message}`, end) };
  }
  if (/heap out of memory|Array buffer allocation failed|std::bad_alloc/.test(end.stderr)) {
    return failed(new LabError('out-of-memory', `${process} ran out of memory`, { hint: needsLess }));
  }
  if (end.signal === 'SIGKILL') {
    const message = `${process} was killed from outside (SIGKILL), probably because memory ran out`;
    return lost(new LabError('out-of-memory', message, { hint: `${next}. ${needsLess}` }));
  }
  const crash = crashOf(end);
  if (crash !== undefined) {
    const message = `${process} crashed in native code (${name(end)}: ${crash})`;
    return { kind: 'lost', error: withStderr(message + whatNow(work), end) };
  }
  if (end.signal !== null) {
    return lost(new LabError('io', `${process} was ended from outside (${end.signal})`, { hint: next }));
  }
  if (end.code !== null && end.code >>> 0 === missingLibrary) {
    const message = `a library that ${process} needs is missing (0xC0000135)`;
    const hint = 'Run "attention-lab doctor", or choose another engine';
    return failed(new LabError('engine-missing', message, { hint }));
  }
  const message = `${process} ended and told neither a result nor a reason (${name(end)})`;
  return { kind: 'failed', error: withStderr(message + whatNow(work), end) };
}

/** A bug has no hint. What to do about a run's is said by the window, which knows its checkpoints. */
const whatNow = (work: ProcessWork): string =>
  work === training ? '' : `. ${work.next}; if it comes back, report it with logs/lab.log of the data folder`;

/** The verdict on a process that was ended here because it no longer answered. */
export function judgeHang(silentSeconds: number): EndVerdict {
  const message = `${training.process} did not answer for ${Math.round(silentSeconds)} s and was ended`;
  return lost(new LabError('io', message, { hint: training.next }));
}

/** In words what went wrong in native code; undefined if nothing did. */
function crashOf({ code, signal }: ProcessEnd): string | undefined {
  return crashes.get(signal ?? signalOfCode.get((code ?? 0) >>> 0) ?? '');
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
