import { experimentSchema, type Experiment, type ExperimentInput } from './experiment.ts';

/** An experiment that comes with the app. */
export interface Preset {
  readonly id: PresetId;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly summary: string;
  readonly experiment: Experiment;
}

export const presetIds = ['quick-start', 'notebook', 'notebook-scaled'] as const;
export type PresetId = (typeof presetIds)[number];

const notebook: ExperimentInput = {
  version: 1,
  name: 'Notebook',
  seed: 0,
  engine: 'auto',
  dataset: {
    source: '20newsgroups',
    path: null,
    categories: ['alt.atheism', 'rec.autos', 'comp.graphics', 'sci.space'],
    remove: [],
    shuffleSeed: 42,
  },
  features: {
    sublinearTf: true,
    minDf: 5,
    maxDf: 0.5,
    maxFeatures: null,
    stopWords: 'english',
    norm: 'l2',
    standardise: 'per-split',
  },
  model: {
    heads: 1,
    headDim: 'full',
    init: 'normal',
    softmaxOver: 'keys',
    headReduction: 'mean-attention',
  },
  training: { loss: 'cosine', optimiser: 'adam', learningRate: 1e-5, epochs: 5, sequenceLength: 32 },
  probes: { sequences: 1, everySteps: 10 },
  evaluate: { everyEpochs: 1 },
};

const quickStart: ExperimentInput = {
  version: 1,
  name: 'Quick start',
  seed: 0,
  engine: 'auto',
  dataset: { source: 'embedded', shuffleSeed: 42 },
  model: { heads: 4, headDim: 64, init: 'scaled', headReduction: 'mean-attention' },
  training: { loss: 'cosine', optimiser: 'adam', learningRate: 1e-4, epochs: 4, sequenceLength: 32 },
  probes: { sequences: 2, everySteps: 10 },
};

export const presets: readonly Preset[] = [
  {
    id: 'quick-start',
    title: 'Quick start',
    summary: 'Four small heads learn to group mail: easy ham, hard ham, spam. Nothing to download.',
    experiment: experimentSchema.parse(quickStart),
  },
  {
    id: 'notebook',
    title: 'Notebook',
    summary:
      'The notebook as it was run: unscaled normal weights, so softmax is one-hot and little is learned.',
    experiment: experimentSchema.parse(notebook),
  },
  {
    id: 'notebook-scaled',
    title: 'Notebook, scaled',
    summary: 'The notebook with its commented-out initialisation, randn · √(2/D): now it learns.',
    experiment: experimentSchema.parse({
      ...notebook,
      name: 'Notebook, scaled',
      model: { ...notebook.model, init: 'scaled' },
    }),
  },
];

export function findPreset(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
