import { figureWords } from '../charts/figureWords.ts';

/** Words of the maps side by side, in English. */
export const enSide = {
  add: 'Add a map',
  addHint: 'Run, snapshot, measure, seeds or file',
  nothing: 'Nothing is called that.',
  full: 'Twelve maps are the most that can be told apart.',
  empty: 'Add a run, a measure or a file of attention; two or more stand side by side.',
  form: { grid: 'Grid', swipe: 'Swipe A and B' },
  formLabel: 'How the maps stand',
  maps: 'Maps',
  list: 'Maps, and which two are A and B',
  spread: { mean: figureWords.seedMean, deviation: figureWords.seedDeviation },
  untrained: 'untrained',
  file: 'imported file',
  divider: 'Divider',
  ofA: '{n} % A',
  remove: 'Take {name} away',
  noSnapshot: 'no attention stored yet',
  noWeights: 'no weights at step {step} for this sequence',
  gone: 'gone',
  unlike: 'not of the same documents',
  alike: 'How alike',
  likeness: { spearman: 'Spearman', cosine: 'cosine' },
  describe: '{n} maps of one sequence in one order: {names}.',
  describeSwipe: 'Two maps in one place: {a} left of the divider, {b} right of it; {share} % of {a}.',
  describeLikeness: '{kind} of every two maps: {list}.',
} as const;
