import type { TrainerEvent } from '../shared/trainerMessages.ts';
import { trainerExit } from '../shared/trainerExit.ts';

/**
 * Sends an event to the parent; resolves when the pipe has taken it, so that whoever awaits a bulky one goes no
 * faster than the parent reads. Without a parent there is nothing left to do: the process ends.
 */
export function sendToParent(event: TrainerEvent): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) process.exit(trainerExit.orphaned);
    process.send(event, undefined, undefined, (error) => {
      if (error !== null) process.exit(trainerExit.orphaned);
      resolve();
    });
  });
}
