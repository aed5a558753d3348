import { experimentSchema, type Experiment } from '../../src/shared/experiment.ts';
import { presets } from '../../src/shared/presets.ts';
import type { SampleLab } from './sampleLab.ts';

export type SampleScene = 'empty' | 'full' | 'many';

const [quickStart, notebook, scaled] = presets.map(({ experiment }) => experiment) as [
  Experiment,
  Experiment,
  Experiment,
];

const change = (base: Experiment, name: string, model = {}, training = {}, seed = 0): Experiment =>
  experimentSchema.parse({
    ...base,
    name,
    seed,
    model: { ...base.model, ...model },
    training: { ...base.training, ...training },
  });

/** `full`: the runs of the design's mockups, one of them training. `many`: as many as a table must bear. */
export function fillSampleLab(lab: SampleLab, scene: SampleScene): void {
  if (scene === 'empty') return;
  if (scene === 'many') {
    for (let i = 0; i < 10_000; i += 1) {
      const learningRate = 10 ** -(1 + (i % 6));
      lab.add(change(scaled, `sweep ${i}`, { heads: 1 + (i % 8) }, { learningRate }, i), {
        state: 'finished',
        step: 20,
        from: -0.2,
        to: -0.3 - (i % 60) / 100,
        noise: 0.05,
        seed: i,
        secondsPerStep: 0.09,
      });
    }
    return;
  }
  const finished = { state: 'finished', step: 350, secondsPerStep: 0.09 } as const;
  const group = 'Sweep of learning rate and head dimension';
  const error = {
    kind: 'expected',
    code: 'out-of-memory',
    message: 'not enough memory: 5.20 GB needed, 3.10 GB free',
    hint: 'Use fewer heads or a smaller head dimension',
  } as const;
  lab.add(
    change(
      scaled,
      'sweep-lr-and-head-dimension-on-four-newsgroups-classes-headers-kept',
      { headDim: 512 },
      { learningRate: 0.1 },
    ),
    {
      state: 'diverged',
      step: 41,
      from: -0.2,
      to: -0.1,
      noise: 0.2,
      seed: 5,
      secondsPerStep: 0.09,
      colour: 4,
      changes: { group },
    },
  );
  lab.add(change(scaled, 'sweep-d-512', { headDim: 512 }, { learningRate: 1e-3 }), {
    state: 'failed',
    step: 0,
    from: -0.2,
    to: -0.3,
    noise: 0.1,
    seed: 6,
    secondsPerStep: 0.09,
    colour: 5,
    changes: { group, error },
  });
  lab.add(change(scaled, 'sweep-heads-16', { heads: 16, headDim: 64 }, { learningRate: 1e-4 }), {
    state: 'interrupted',
    step: 70,
    from: -0.2,
    to: -0.5,
    noise: 0.08,
    seed: 7,
    secondsPerStep: 0.12,
    colour: 10,
    changes: { group },
  });
  for (const [seed, name] of [
    [1, 'init-randn-as-in-notebook'],
    [0, 'init-randn-as-in-notebook'],
  ] as const) {
    lab.add(change(notebook, name, {}, {}, seed), {
      ...finished,
      from: -0.07,
      to: -0.093,
      noise: 0.03,
      seed: 20 + seed,
      colour: 1,
      changes: seed === 0 ? { starred: true, tags: ['notebook'] } : {},
    });
  }
  for (const seed of [0, 1, 2]) {
    lab.add(change(scaled, 'init-scaled', {}, {}, seed), {
      ...finished,
      from: -0.2,
      to: -0.46,
      noise: 0.06,
      seed: 30 + seed,
      colour: 0,
    });
  }
  lab.add(change(scaled, 'init-scaled-lr-1e-4', {}, { learningRate: 1e-4 }), {
    ...finished,
    from: -0.2,
    to: -0.43,
    noise: 0.05,
    seed: 40,
    colour: 3,
  });
  lab.add(change(scaled, 'heads-4-lr-1e-4', { heads: 4, headDim: 2006 }, { learningRate: 1e-4 }), {
    ...finished,
    from: -0.43,
    to: -0.79,
    noise: 0.03,
    seed: 41,
    colour: 2,
    changes: { starred: true },
  });
  lab.add(quickStart, {
    ...finished,
    from: -0.55,
    to: -0.93,
    noise: 0.02,
    seed: 42,
    secondsPerStep: 0.012,
    colour: 6,
  });
  lab.add(change(scaled, 'init-scaled', {}, {}, 3), {
    state: 'running',
    step: 212,
    from: -0.2,
    to: -0.46,
    noise: 0.06,
    seed: 33,
    secondsPerStep: 0.09,
    colour: 0,
  });
  for (const seed of [4, 5]) {
    lab.add(change(scaled, 'init-scaled', {}, {}, seed), {
      state: 'queued',
      step: 0,
      from: -0.2,
      to: -0.46,
      noise: 0.06,
      seed: 34 + seed,
      secondsPerStep: 0.09,
      colour: 0,
    });
  }
}
