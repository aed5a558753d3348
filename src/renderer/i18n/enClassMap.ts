import { figureWords } from '../charts/figureWords.ts';

/** Words of the class map, in English. */
export const enClassMap = {
  keys: 'keys of class',
  queries: 'queries of class',
  over: '{n} test sequences of {length}',
  counting: 'Adding up the attention of every test sequence',
  onlyRuns:
    'A class map is counted over a test split: look at a run or a measure, not at a file or a difference.',
  quantityLabel: 'What a cell shows',
  quantity: figureWords.quantity,
  meaning: {
    share: 'Of the attention of a query of one class, the part that keys of the other get; columns sum to 1.',
    lessChance: 'That part less what the keys would get if each got the same.',
    timesChance: 'That part divided by what the keys would get if each got the same: 1 is chance.',
    perPair: 'Mean over all pairs of a query and a key of the two classes within one sequence.',
  },
  headLabel: 'Head of the class map',
  cell: 'This cell',
  which: 'Queries of {query} on keys of {key}',
  byChance: 'expected by chance',
  queriesCount: 'queries of this class',
  pairsCount: 'pairs of documents',
  behind: 'Sequences behind it',
  ordered: 'largest part first',
  part: 'part of the cell',
  sum: 'sum',
  shareShort: 'share',
  counts: 'queries × keys',
  percent: '{n} %',
  moreSequences: '{n} more sequence | {n} more sequences',
  noSequence: 'No test sequence has documents of both classes.',
  describe:
    'Class map of {n} classes, keys in rows by queries in columns. {quantity} Largest: queries of {query} on keys of {key}, {value}.',
  keysOf: {
    nextQuery: 'Next class of queries',
    previousQuery: 'Class of queries before',
    nextKey: 'Next class of keys',
    previousKey: 'Class of keys before',
  },
} as const;
