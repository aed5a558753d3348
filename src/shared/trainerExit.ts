/** How a trainer process ends of its own accord: what its parent reads from the exit code. */
export const trainerExit = {
  /** The job's last event was sent: a training run ended by its own decision, or another job is done. */
  done: 0,
  /** A bug; a `failed` event says which (also Node's own code for an uncaught error). */
  bug: 1,
  /** A message that is no command, or no parent to talk to. */
  misused: 2,
  /** An expected error; a `failed` event carries it. */
  failed: 20,
  /** The job was stopped before it had anything to show; a `failed` event of kind `cancelled` says so. */
  cancelled: 21,
  /** The parent went away. */
  orphaned: 22,
} as const;
