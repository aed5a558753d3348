import { CancelledError } from '../../shared/errors.ts';
import type { ProgressMessage } from '../../shared/trainerMessages.ts';

/** Where a source may look, and how it tells of its progress and learns that it should stop. */
export interface DatasetContext {
  /** Downloaded archives lie in `<dataDir>/datasets`. */
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly onProgress?: ((progress: ProgressMessage) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What work that can be watched and stopped needs, wherever its files lie. */
export type WorkContext = Pick<DatasetContext, 'onProgress' | 'signal'>;

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

/** Reports at most 100 times on the way to a known total, else once every `unknownStep`. */
export function progressReporter(
  context: WorkContext,
  stage: string,
  total: number | null,
  unit: ProgressMessage['unit'],
  unknownStep = 1 << 20,
): (done: number) => void {
  const step = total === null ? unknownStep : Math.max(1, total / 100);
  let next = 0;
  return (done) => {
    if (done < next && done !== total) return;
    next = done + step;
    context.onProgress?.({ type: 'progress', stage, done, total, unit });
  };
}
