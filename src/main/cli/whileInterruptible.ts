import { CancelledError } from '../../shared/errors.ts';
import type { CliIo } from './io.ts';

/** Runs work that a Ctrl-C cancels; a second Ctrl-C ends the process at once. */
export async function whileInterruptible<Result>(
  io: CliIo,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const restore = io.onInterrupt(() => {
    if (controller.signal.aborted) io.exit(130);
    controller.abort(new CancelledError());
  });
  try {
    return await work(controller.signal);
  } finally {
    restore();
  }
}
