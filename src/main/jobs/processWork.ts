import type { TrainerJob } from '../../shared/trainerMessages.ts';

/** What a trainer process is there for, in the words in which its bad end is told. */
export interface ProcessWork {
  /** "the process that …". */
  readonly process: string;
  /** What a person does about its end. */
  readonly next: string;
  /** The same if it took too much memory. */
  readonly needsLess: string;
}

export const training: ProcessWork = {
  process: 'the training process',
  next: 'Resume it from its last checkpoint, if it has one',
  needsLess: 'Use fewer heads or a smaller head dimension',
};

const does: Readonly<Record<Exclude<TrainerJob['kind'], 'train'>, string>> = {
  import: 'reads the documents',
  features: 'makes the features',
  doctor: 'looks for engines',
  vocabulary: 'counts the words',
  measure: 'measures this machine',
  reach: 'trains to that step again',
  explain: 'answers questions about attention',
};

export function workOf(kind: TrainerJob['kind']): ProcessWork {
  if (kind === 'train') return training;
  return {
    process: `the process that ${does[kind]}`,
    next: 'Try again',
    needsLess: 'Close other programs, or take less of the data',
  };
}
