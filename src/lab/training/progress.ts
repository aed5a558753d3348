import type { ProgressMessage } from '../../shared/trainerMessages.ts';
import type { JobHooks } from './hooks.ts';

const LEAST_MS = 100;

/**
 * Passes progress on at most ten times a second for a stage; its first and its last message always go through. For
 * work that reports as often as it likes.
 */
export function progressSender(emit: JobHooks['emit']): (progress: ProgressMessage) => void {
  let stage = '';
  let sentAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    const isEdge = progress.stage !== stage || progress.done === progress.total;
    if (!isEdge && now - sentAt < LEAST_MS) return;
    stage = progress.stage;
    sentAt = now;
    void emit(progress);
  };
}
