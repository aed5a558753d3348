/** How a run ended and what can be done about it, in English. */
export const enEnding = {
  waits: 'It waits: {message}.',
  stopped: 'Stopped at step {step}.',
  closed: 'The app was closed at step {step}.',
  interrupted: 'Interrupted at step {step}: {message}.',
  failed: 'Failed at step {step}: {message}.',
  diverged: 'The loss is no number from step {step} on: the run diverged.',
  resume: 'Resume goes on from its checkpoint at step {step}.',
  again: 'It has no checkpoint to go on from: duplicate it to start again.',
  lessMemory: 'Fewer heads or a smaller head dimension need less memory.',
  room: 'Make room on the disk first; the page Compute clears caches.',
  calmer: 'Lower the learning rate, or use scaled initialisation.',
  forkFrom: 'Its last good checkpoint, of step {step}, is kept: it can be forked from there.',
  report: 'If it comes back, report it: logs/lab.log in the data folder has the details.',
  kept: 'All it had told is kept.',
} as const;
