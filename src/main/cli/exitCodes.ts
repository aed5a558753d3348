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
  if (state === 'interrupted' || state === 'cancelled') return exitCodes.interrupted;
  return state === 'failed' && error?.kind === 'expected' ? exitCodes.badInput : exitCodes.failed;
}

/** An error as the line on standard error: one sentence if a person can act on it, all there is if it is a bug. */
export function errorLine(error: unknown): string | null {
  if (error instanceof CancelledError) return null;
  if (error instanceof LabError)
    return `attention-lab: ${oneLine(error.sentence)}.`.replace(/([.!?])\.$/, '$1');
  if (error instanceof Error) return `attention-lab: a bug: ${error.stack ?? error.message}`;
  return `attention-lab: a bug: ${String(error)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
