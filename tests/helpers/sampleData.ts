import { createHash } from 'node:crypto';
import type { AttentionBundle } from '../../src/shared/attention.ts';
import type { Estimate, EstimateFault } from '../../src/shared/estimate.ts';
import type { Experiment } from '../../src/shared/experiment.ts';
import type { RunId } from '../../src/shared/ids.ts';
import { measureId, measureTitle, type BaselineValues, type MeasureSpec } from '../../src/shared/metrics.ts';
import type { Evaluation, ProbeSummary, RunDetail, RunShape, RunState } from '../../src/shared/run.ts';

/** How a made-up run goes: its loss falls from `from` to `to`, with noise. */
export interface SampleRecipe {
  readonly state: RunState;
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly noise: number;
  readonly seed: number;
  readonly secondsPerStep: number;
  readonly colour?: number;
  readonly changes?: Partial<RunDetail>;
}

/** Seeded numbers in [0, 1): the same screens every time. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const newsgroups = ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'];
const mail = ['easy ham', 'hard ham', 'spam'];

const classesOf = (experiment: Experiment): readonly string[] =>
  experiment.dataset.source === 'embedded' ? mail : (experiment.dataset.categories ?? newsgroups);

export function sampleShape(experiment: Experiment): RunShape {
  const features = experiment.dataset.source === 'embedded' ? 9214 : 8026;
  const headDim = experiment.model.headDim === 'full' ? features : experiment.model.headDim;
  const stepsPerEpoch = 70;
  return {
    trainDocuments: 2251,
    testDocuments: 1498,
    features,
    headDim,
    heads: experiment.model.heads,
    parameters: 2 * experiment.model.heads * headDim * features,
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * experiment.training.epochs,
    testSequences: 46,
    classes: classesOf(experiment),
  };
}

/** Sizes as of the notebook's data, times as of two cores. */
export function sampleEstimate(experiment: Experiment): Estimate {
  const shape = sampleShape(experiment);
  const { sequenceLength } = experiment.training;
  const stepsPerEpoch = Math.floor(shape.trainDocuments / sequenceLength);
  const totalSteps = stepsPerEpoch * experiment.training.epochs;
  const seconds = shape.parameters / 1.43e9;
  const needed = shape.parameters * 12 + 20e6;
  const faults: EstimateFault[] = [];
  if (sequenceLength > shape.testDocuments) {
    faults.push({ kind: 'sequence-too-long', split: 'test', most: 1498, value: sequenceLength });
  }
  if (needed > 19.8e9) faults.push({ kind: 'memory', needed, available: 19.8e9 });
  if (experiment.engine === 'tensorflow') {
    faults.push({
      kind: 'engine',
      engine: 'tensorflow',
      reason: 'its runtime is not installed',
      remedy: null,
    });
  }
  return {
    data: { hash: hashOf('data'), trainDocuments: 2251, testDocuments: 1498, classes: 4, exact: true },
    features: shape.features,
    terms: 34_543,
    headDim: shape.headDim,
    parameters: shape.parameters,
    stepsPerEpoch,
    totalSteps,
    testSequences: Math.floor(1498 / sequenceLength),
    leftOver: 2251 % sequenceLength,
    engine: 'wasm',
    memoryBytes: needed,
    availableBytes: 19.8e9,
    step: { seconds, from: 'same', runs: 3 },
    seconds: seconds * totalSteps,
    checkpointBytes: experiment.checkpoints.keep === 'none' ? 0 : shape.parameters * 4,
    snapshots: {
      count: Math.ceil(totalSteps / experiment.probes.everySteps),
      bytes: Math.ceil(totalSteps / experiment.probes.everySteps) * sequenceLength ** 2 * 4,
    },
    faults,
  };
}

const levelAt = ({ from, to }: SampleRecipe, step: number): number =>
  to + (from - to) * Math.exp(-step / 130);

export function sampleLosses(
  recipe: SampleRecipe,
  steps: number,
): { readonly losses: Float64Array; readonly seconds: Float64Array } {
  const random = seeded(recipe.seed);
  const losses = new Float64Array(steps);
  for (let i = 0; i < steps; i += 1) {
    const noise = (random() + random() + random() - 1.5) * recipe.noise * 2;
    losses[i] = Math.max(-0.999, levelAt(recipe, i) + noise);
  }
  return { losses, seconds: Float64Array.from({ length: steps }, (_, i) => (i + 1) * recipe.secondsPerStep) };
}

export function sampleEvaluation(recipe: SampleRecipe, epoch: number, step: number): Evaluation {
  const loss = levelAt(recipe, step) * 0.93;
  return {
    epoch,
    step,
    seconds: step * recipe.secondsPerStep,
    metrics: {
      loss,
      sameClassMass: Math.min(0.99, -loss * 1.3),
      voteAccuracy: Math.min(0.98, 0.2 - loss),
      precisionAt1: Math.min(0.97, 0.15 - loss),
      entropy: 4.2 + loss * 2,
    },
  };
}

const baseline = (spec: MeasureSpec, loss: number): BaselineValues => ({
  id: measureId(spec),
  title: measureTitle(spec),
  spec,
  metrics: { loss, sameClassMass: 0.3, voteAccuracy: 0.5, precisionAt1: 0.5, entropy: 4.9 },
});

export const baselines: readonly BaselineValues[] = [
  baseline({ kind: 'uniform', features: 'raw', softmax: true }, -0.5206),
  baseline({ kind: 'dot', features: 'raw', softmax: true }, -0.5773),
  baseline({ kind: 'euclidean', features: 'raw', softmax: true }, -0.5865),
  baseline({ kind: 'dot', features: 'raw', softmax: false }, -0.4388),
  baseline({ kind: 'dot', features: 'standardised', softmax: true }, -0.3485),
];

function probe(experiment: Experiment, sequence: number): ProbeSummary {
  const random = seeded(sequence + 41);
  const classes = classesOf(experiment);
  const counts = classes.map(() => 0);
  const labels: number[] = [];
  const tokens: string[] = [];
  for (let i = 0; i < 32; i += 1) {
    const label = Math.floor(random() * classes.length);
    labels.push(label);
    tokens.push(`${classes[label]} ${counts[label]}`);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return {
    sequence,
    length: 32,
    labels,
    tokens,
    titles: tokens.map((token, i) => titles[(i * 7 + sequence) % titles.length] ?? token),
    documentHashes: tokens.map((token) => hashOf(`${sequence} ${token}`)),
  };
}

const titles = [
  'Re: Deployable Space Dock..',
  'Mars Exploration Lecture',
  'Re: WHAT car is this!?',
  'Rayshade query',
  'Re: Morality? (was Re: Concerning the morals of animals, and of people who write very long subject lines)',
  'Genoa graphics board drivers',
];

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export function sampleAttention(
  run: RunDetail,
  recipe: SampleRecipe,
  step: number,
  sequence: number,
): AttentionBundle {
  const { labels, tokens, titles: subjects, documentHashes } = probe(run.experiment, sequence);
  const { heads } = run.experiment.model;
  const n = labels.length;
  const strength = -levelAt(recipe, step) * 4;
  const values = new Float32Array(heads * n * n);
  for (let head = 0; head < heads; head += 1) {
    const random = seeded(recipe.seed * 17 + head);
    const scores = Float64Array.from({ length: n * n }, (_, cell) => {
      const same = labels[Math.floor(cell / n)] === labels[cell % n] ? strength : 0;
      return same + (random() + random() + random() - 1.5) * 4;
    });
    for (let query = 0; query < n; query += 1) {
      let sum = 0;
      for (let key = 0; key < n; key += 1) sum += Math.exp(scores[key * n + query]!);
      for (let key = 0; key < n; key += 1) {
        values[(head * n + key) * n + query] = Math.exp(scores[key * n + query]!) / sum;
      }
    }
  }
  const documents = tokens.map((label, i) => ({
    label,
    group: labels[i] ?? -1,
    title: subjects[i] ?? '',
    documentHash: documentHashes[i] ?? null,
  }));
  return {
    layers: 1,
    heads,
    keys: n,
    queries: n,
    values,
    keyTokens: documents,
    queryTokens: documents,
    groups: classesOf(run.experiment),
    meta: {
      title: run.name,
      origin: { kind: 'run', runId: run.id, step, sequence },
      normalisedOver: 'keys',
      range: 'unit',
    },
  };
}

export function sampleDocuments(
  hashes: readonly string[],
): readonly { readonly hash: string; readonly title: string; readonly text: string }[] {
  return hashes.map((hash, i) => ({
    hash,
    title: titles[i % titles.length] ?? hash,
    text: `Subject: ${titles[i % titles.length]}\nLines: 8\n\nDeloreans NEVER had a factory V8. They were considering production with a turbo (or twin turbo, I forget) version of the standard V6. As to who produced it, you got me!\n`,
  }));
}

export function sampleDetail(
  id: RunId,
  experiment: Experiment,
  recipe: SampleRecipe,
  order: number,
): RunDetail {
  const begun = recipe.state !== 'queued';
  const shape = begun ? sampleShape(experiment) : null;
  const { losses } = sampleLosses(recipe, recipe.step);
  const createdAt = new Date(Date.now() - 3_600_000 + order * 60_000).toISOString();
  const perEpoch = shape?.stepsPerEpoch ?? 70;
  const evaluations = begun
    ? Array.from({ length: Math.floor(recipe.step / perEpoch) + 1 }, (_, epoch) =>
        sampleEvaluation(recipe, epoch, epoch * perEpoch),
      )
    : [];
  const every = experiment.probes.everySteps;
  const snapshotSteps = begun
    ? Array.from({ length: Math.floor(recipe.step / every) + 1 }, (_, i) => i * every)
    : [];
  return {
    id,
    name: experiment.name,
    state: recipe.state,
    experiment,
    createdAt,
    startedAt: begun ? createdAt : null,
    endedAt: begun && !['running', 'paused'].includes(recipe.state) ? createdAt : null,
    colour: recipe.colour ?? (order - 1) % 12,
    starred: false,
    hidden: false,
    tags: [],
    group: null,
    note: '',
    engine: begun ? { name: 'wasm', version: '1.0', device: 'CPU, 2 threads', threads: 2 } : null,
    datasetHash: begun ? hashOf(JSON.stringify(experiment.dataset)) : null,
    shape,
    step: recipe.step,
    lastLoss: losses.at(-1) ?? null,
    bestLoss: losses.length === 0 ? null : Math.min(...losses),
    lastEvaluation: evaluations.at(-1) ?? null,
    secondsPerStep: begun ? recipe.secondsPerStep : null,
    trainSeconds: begun ? recipe.step * recipe.secondsPerStep : null,
    peakRssBytes: begun ? 1.56e9 : null,
    error: null,
    parent: null,
    environment: begun
      ? {
          appVersion: '0.1.0',
          nodeVersion: '24.21.0',
          platform: 'linux x64',
          processor: 'A processor with two cores',
          cores: 2,
          memoryBytes: 24e9,
        }
      : null,
    evaluations,
    baselines: begun ? baselines : [],
    probes: begun
      ? Array.from({ length: experiment.probes.sequences }, (_, sequence) => probe(experiment, sequence))
      : [],
    snapshotSteps,
    checkpoints: begun
      ? [
          {
            step: recipe.step,
            bytes: 1.55e9,
            resumable: true,
            folder: `checkpoints/${id}/ckpt-${recipe.step}`,
          },
        ]
      : [],
    log: begun
      ? [
          { at: createdAt, level: 'info', message: 'reading 2251 train and 1498 test documents' },
          {
            at: createdAt,
            level: 'info',
            message: `A_K, A_Q [${shape?.headDim}, ${shape?.features}] initialised, seed ${experiment.seed}`,
          },
          { at: createdAt, level: 'info', message: 'engine wasm 1.0, 2 threads, 4 rows interleaved' },
          ...evaluations.slice(1).map((evaluation) => ({
            at: createdAt,
            level: 'info' as const,
            message: `epoch ${evaluation.epoch}  test loss ${evaluation.metrics.loss.toFixed(4)}  same-class mass ${evaluation.metrics.sameClassMass.toFixed(4)}`,
          })),
        ]
      : [],
    ...recipe.changes,
  };
}
