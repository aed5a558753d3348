/**
 * Every word that a chart writes, in English: the window passes those of its language, a figure of the command line
 * takes these. `{…}` stands for a value.
 */
export const chartWords = {
  loss: 'loss',
  lossLog: 'loss, log',
  distanceLog: '1 + loss, log',
  step: 'step',
  stepOfEpoch: 'step ({steps} = 1 epoch)',
  stepLog: 'step, log',
  epoch: 'epoch',
  epochLog: 'epoch, log',
  timeAlone: 'time',
  time: 'time, {unit}',
  timeLog: 'time, {unit}, log',
  training: 'training',
  trainingOverRaw: 'training, smoothed over faint raw',
  testSplit: 'test split',
  testOf: '{name}, test',
  measures: 'untrained measures, test split',
  stillToCome: 'still to come',
  atStep: 'at step {step}',
  atLastStep: 'at the last step',
  smoothedAt: 'smoothed {smoothing}, {at}',
  allPoints: 'every step kept and drawn: {count} points',
  allPointsEach: 'every step kept and drawn: {count} points a run',
  somePoints: 'min and max of each pixel drawn, {count} points kept',
  somePointsEach: 'min and max of each pixel drawn, {count} points a run kept',
  rawLeftOut: '{note}; raw values of more than {most} runs are not drawn',
  lossAgainst: 'Loss against {axis}.',
  noStep: '{name}: no step yet',
  lossAt: '{name}: smoothed loss {loss} at step {step}',
  lossAtTested: '{name}: smoothed loss {loss} at step {step}, test loss {test}',
  measuresAre: 'Untrained measures: {list}.',
  logOf: '{title}, log',
  parallelIs: 'Parallel coordinates of {runs} runs over {columns}; {picked} picked.',
  scatterIs: '{shown} of {runs} runs as points: {x} against {y}.',
  barsIs: 'Bars of {metrics}, last on the test split. {rows}.',
  barIsOf: '{name}: {values}',
  lowerBetter: 'lower is better',
  higherBetter: 'higher is better',
  repeats: 'n = {n}',
  queries: 'queries',
  keys: 'keys',
  cosineOf: 'cosine of',
  eachQuery: 'each query',
  queriesAndBars: 'queries; bars: cosine of each',
  attention: 'attention',
  linear: 'linear',
  sqrt: 'sqrt',
  log: 'log',
  ownScale: '{scale}, own scale',
  attentionMap: 'Attention map',
  asGiven: 'as given',
  byClass: 'by class',
  bySimilarity: 'by similarity',
  mapIs:
    '{title}: {keys} keys in rows by {queries} queries in columns, ordered {order}, colours from {low} to {high} on a {scale} scale.',
  cellIs: 'query {query}, key {key}: {value}',
  unknown: 'unknown',
  barOf: 'A, B and',
  barOfDifference: '±(A − B)',
  barIs: 'Colours from 0 to {high} on a {scale} scale; A − B: purple A more, orange B more.',
} as const;

export type ChartWords = { readonly [Word in keyof typeof chartWords]: string };

/** A word with its values put in. */
export function fill(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
