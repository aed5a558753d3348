import { CancelledError, fromErrorMessage } from '../../shared/errors.ts';
import type { ProgressMessage, TrainerEvent, TrainerJob } from '../../shared/trainerMessages.ts';
import { judgeEnd } from './processEnds.ts';
import { workOf } from './processWork.ts';
import { TrainerProcess, type TrainerLaunch } from './trainerProcess.ts';

export interface JobOptions {
  readonly onProgress?: ((progress: ProgressMessage) => void) | undefined;
  /** Aborting ends the job; its promise rejects with `CancelledError` once the process has gone. */
  readonly signal?: AbortSignal | undefined;
}

/** A job that stops asking gets this long before it is ended, and again before it is killed. */
const graceMs = 10_000;

/**
 * Runs a job that is no training in a process of its own, beside whatever trains, and resolves with its result.
 * `take` looks at every event and returns the result when it comes. Rejects with the job's own error, or with what
 * the process's end means.
 */
export async function runOneOff<Result>(
  launch: TrainerLaunch,
  job: TrainerJob,
  take: (event: TrainerEvent) => Result | undefined,
  options: JobOptions = {},
): Promise<Result> {
  const { onProgress, signal } = options;
  const isAborted = (): boolean => signal?.aborted === true;
  if (isAborted()) throw new CancelledError();
  let result: Result | undefined;
  let failure: Error | undefined;
  const trainer = new TrainerProcess(launch, job, (event) => {
    try {
      if (event.type === 'progress') onProgress?.(event);
      else if (event.type === 'failed') failure = fromErrorMessage(event.error);
      else if (failure === undefined) result = take(event) ?? result;
    } catch (error) {
      // What it made cannot be kept (a full disk): there is no use in going on.
      failure = error instanceof Error ? error : new Error(String(error));
      trainer.kill('SIGTERM');
    }
  });
  const timers: NodeJS.Timeout[] = [];
  const abort = (): void => {
    trainer.send({ type: 'stop' });
    timers.push(setTimeout(() => trainer.kill('SIGTERM'), graceMs));
    timers.push(setTimeout(() => trainer.kill('SIGKILL'), 2 * graceMs));
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const end = await trainer.ended;
    if (isAborted()) throw new CancelledError();
    if (failure !== undefined) throw failure;
    if (result !== undefined) return result;
    throw fromErrorMessage(judgeEnd(end, workOf(job.kind)).error);
  } finally {
    signal?.removeEventListener('abort', abort);
    timers.forEach((timer) => clearTimeout(timer));
  }
}
