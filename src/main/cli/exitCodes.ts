import { CancelledError, LabError } from '../../shared/errors.ts';
import type { RunDetail } from '../../shared/run.ts';

export const exitCodes = {
  done: 0,
  /** A bug, or a run that failed or diverged. */
  failed: 1,
  /** Something a person can put right; said in one sentence. */
  badInput: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CancelledError) return exitCodes.interrupted;
  return error instanceof LabError ? exitCodes.badInput : exitCodes.failed;
}

/** What a command ends with after its run has ended. */
export function exitCodeOfRun({ state, error }: RunDetail): ExitCode {
  if (state === 'finished') return exitCodes.done;
  if (state === 'interrupted' || state === 'cancelled' || state === 'queued') return exitCodes.interrupted;
  return state === 'failed' && error?.kind === 'expected' ? exitCodes.badInput : exitCodes.failed;
}

/** An error as the line on standard error: one sentence if a person can act on it, all there is if it is a bug. */
export function errorLine(error: unknown): string | null {
  if (error instanceof CancelledError) return null;
  if (error instanceof LabError) return sentenceLine(error.message, error.hint);
  if (error instanceof Error) return `attention-lab: a bug: ${error.stack ?? error.message}`;
  return `attention-lab: a bug: ${String(error)}`;
}

/** "attention-lab: no such run: zz; see …." */
export function sentenceLine(problem: string, hint?: string): string {
  const text =
    hint === undefined ? problem : `${problem}; ${hint.replace(/^[A-Z](?=[a-z ])/, (c) => c.toLowerCase())}`;
  const line = text.replace(/\s+/g, ' ').trim();
  return `attention-lab: ${line}${/[.!?)]$/.test(line) ? '' : '.'}`;
}
