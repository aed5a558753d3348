import {
  contract,
  type ApiHandlers,
  type ApiMethod,
  type ApiReply,
  type LabEvent,
} from '../../src/shared/api.ts';
import type { AttentionBundle } from '../../src/shared/attention.ts';
import { LabError, toErrorMessage } from '../../src/shared/errors.ts';
import { checkExperiment, parseExperiment, type Experiment } from '../../src/shared/experiment.ts';
import { asRunId, type RunId } from '../../src/shared/ids.ts';
import { presets } from '../../src/shared/presets.ts';
import type { LossSeries, RunDetail, RunSummary } from '../../src/shared/run.ts';
import {
  baselines,
  sampleAttention,
  sampleDetail,
  sampleDocuments,
  sampleEstimate,
  sampleEvaluation,
  sampleLosses,
  sampleShape,
  type SampleRecipe,
} from './sampleData.ts';

/**
 * A lab of made-up but lifelike runs, for looking at the window and testing it where no trainer is wanted: it
 * answers what the pages ask, lets runs "train" in real time, and pushes the same events.
 */
export class SampleLab {
  readonly #runs = new Map<RunId, RunDetail>();
  readonly #recipes = new Map<RunId, SampleRecipe>();
  readonly #removed = new Map<RunId, RunDetail>();
  readonly #listeners = new Set<(event: LabEvent) => void>();
  readonly #stepEvery: number;
  #made = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `stepEvery`: ms between steps of the running run; 0 keeps everything still. */
  constructor(options: { readonly stepEvery?: number } = {}) {
    this.#stepEvery = options.stepEvery ?? 0;
  }

  readonly onEvent = (listener: (event: LabEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly dispatch = async (method: unknown, input: unknown): Promise<ApiReply> => {
    try {
      if (typeof method !== 'string' || !Object.hasOwn(contract, method)) {
        throw new LabError('bad-input', `unknown method: ${String(method)}`);
      }
      const parsed = contract[method as ApiMethod].input.safeParse(input);
      if (!parsed.success) throw new LabError('bad-input', parsed.error.issues[0]?.message ?? 'bad input');
      const handler = this.#handlers[method as ApiMethod] as ((value: unknown) => unknown) | undefined;
      if (handler === undefined)
        throw new LabError('not-found', `the sample lab has no answer to: ${method}`);
      return { ok: true, value: await handler(parsed.data) };
    } catch (error) {
      return { ok: false, error: toErrorMessage(error) };
    }
  };

  /** Adds a run as the recipe says; the first one that is `running` goes on by itself. */
  add(experiment: Experiment, recipe: SampleRecipe): RunId {
    this.#made += 1;
    const id = asRunId(`sample${String(this.#made).padStart(4, '0')}`);
    this.#recipes.set(id, recipe);
    this.#runs.set(id, sampleDetail(id, experiment, recipe, this.#made));
    return id;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Starts the clock that trains running runs. */
  start(): void {
    if (this.#stepEvery === 0) return;
    this.#timer = setInterval(() => this.#tick(), this.#stepEvery);
  }

  #tick(): void {
    const run = [...this.#runs.values()].find(({ state }) => state === 'running');
    if (run === undefined) {
      const next = [...this.#runs.values()].find(({ state }) => state === 'queued');
      if (next !== undefined) {
        this.#set(next.id, {
          state: 'running',
          startedAt: new Date().toISOString(),
          shape: sampleShape(next.experiment),
          baselines,
        });
      }
      return;
    }
    const shape = run.shape ?? sampleShape(run.experiment);
    const recipe = this.#recipe(run.id);
    const step = run.step + 1;
    const series = sampleLosses(recipe, step);
    const losses = series.losses.slice(-1);
    const last = losses[0] ?? 0;
    const snapshot = step % run.experiment.probes.everySteps === 0;
    const epochEnds = step % shape.stepsPerEpoch === 0;
    const evaluations = epochEnds
      ? [...run.evaluations, sampleEvaluation(recipe, step / shape.stepsPerEpoch, step)]
      : run.evaluations;
    this.#runs.set(run.id, {
      ...run,
      step,
      lastLoss: last,
      bestLoss: Math.min(run.bestLoss ?? 0, last),
      trainSeconds: step * recipe.secondsPerStep,
      evaluations,
      lastEvaluation: evaluations.at(-1) ?? null,
      snapshotSteps: snapshot ? [...run.snapshotSteps, step] : run.snapshotSteps,
    });
    this.#tell({ type: 'steps', runId: run.id, firstStep: step, losses, seconds: series.seconds.slice(-1) });
    if (snapshot) this.#tell({ type: 'snapshot', runId: run.id, step, sequence: 0 });
    if (step >= shape.totalSteps) {
      this.#set(run.id, { state: 'finished', endedAt: new Date().toISOString() });
    } else if (epochEnds) {
      this.#tell({ type: 'runs-changed', runIds: [run.id] });
    }
  }

  readonly #handlers: Partial<ApiHandlers> = {
    info: () => ({
      version: '0.1.0',
      shell: 'web',
      platform: 'linux x64',
      dataDir: '/home/ada/attention-lab',
      readOnly: false,
      notices: [],
    }),
    doctor: () => ({
      appVersion: '0.1.0',
      environment: {
        appVersion: '0.1.0',
        nodeVersion: '24.21.0',
        platform: 'linux x64',
        processor: 'A processor with two cores',
        cores: 2,
        memoryBytes: 24e9,
      },
      dataDir: '/home/ada/attention-lab',
      engines: [
        {
          name: 'wasm',
          available: true,
          info: { name: 'wasm', version: '1.0', device: 'CPU, 2 threads', threads: 2 },
          details: { simd: 'yes', threads: '2' },
        },
        {
          name: 'reference',
          available: true,
          info: { name: 'reference', version: '1.0', device: 'CPU, 1 thread', threads: 1 },
          details: {},
        },
        {
          name: 'tensorflow',
          available: false,
          reason: 'the native TensorFlow runtime is not installed',
          remedy: 'attention-lab runtime install',
        },
      ],
    }),
    listPresets: () => presets,
    checkExperiment: ({ experiment }) => checkExperiment(experiment),
    startRun: ({ experiment }) => {
      const parsed = parseExperiment(experiment);
      const runId = this.add(parsed, {
        state: 'queued',
        step: 0,
        from: -0.45,
        to: -0.86,
        noise: 0.03,
        seed: this.#made + 100,
        secondsPerStep: 0.02,
      });
      this.#tell({ type: 'runs-changed', runIds: [runId] });
      return { runId };
    },
    startRuns: ({ experiment, seeds, group }) => {
      const parsed = parseExperiment(experiment);
      const runIds = seeds.map((seed) =>
        this.add(
          { ...parsed, seed },
          {
            state: 'queued',
            step: 0,
            from: -0.2,
            to: -0.5,
            noise: 0.05,
            seed: seed + 300,
            secondsPerStep: 0.09,
            changes: { group },
          },
        ),
      );
      this.#tell({ type: 'runs-changed', runIds });
      return { runIds };
    },
    estimate: ({ experiment }) => sampleEstimate(parseExperiment(experiment)),
    pauseRun: ({ runId }) => this.#set(runId, { state: 'paused' }),
    resumeRun: ({ runId }) => this.#set(runId, { state: 'running' }),
    stopRun: ({ runId }) => this.#set(runId, { state: 'cancelled', endedAt: new Date().toISOString() }),
    listRuns: () => [...this.#runs.values()].reverse().map(toSummary),
    getRun: ({ runId }) => this.#run(runId),
    getRuns: ({ runIds }) => runIds.flatMap((runId) => this.#runs.get(runId) ?? []),
    deleteRuns: ({ runIds }) => {
      for (const id of runIds) {
        this.#removed.set(id, this.#run(id));
        this.#runs.delete(id);
      }
      this.#tell({ type: 'runs-changed', runIds });
      return null;
    },
    restoreRuns: ({ runIds }) => {
      for (const id of runIds) {
        const run = this.#removed.get(id);
        if (run !== undefined) this.#runs.set(id, run);
      }
      this.#tell({ type: 'runs-changed', runIds });
      return null;
    },
    updateRun: ({ runId, ...changes }) => {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      this.#set(runId, given);
      return toSummary(this.#run(runId));
    },
    updateRuns: ({ changes }) => {
      for (const { runId, ...change } of changes) {
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        this.#set(runId, given);
      }
      return null;
    },
    getLosses: ({ runId, fromStep, withSeconds }) => this.#losses(runId, fromStep, withSeconds !== false),
    getLossesOf: ({ runIds, withSeconds }) =>
      runIds
        .filter((runId) => this.#runs.has(runId))
        .map((runId) => this.#losses(runId, 1, withSeconds))
        .map(({ losses, ...rest }) => ({ ...rest, losses: Float32Array.from(losses) })),
    getAttention: ({ runId, step, sequence }): AttentionBundle => {
      const run = this.#run(runId);
      const steps = run.snapshotSteps.filter((known) => step === null || known <= step);
      const found = steps.at(-1);
      if (found === undefined) throw new LabError('not-found', `no attention stored yet: ${run.name}`);
      return sampleAttention(run, this.#recipe(runId), found, sequence);
    },
    listJobs: () => [],
    listDatasets: () => [],
    getDocuments: ({ hashes }) => sampleDocuments(hashes),
  };

  #run(runId: RunId): RunDetail {
    const run = this.#runs.get(runId);
    if (run === undefined) throw new LabError('not-found', `no such run: ${runId}`);
    return run;
  }

  #losses(runId: RunId, fromStep: number, withSeconds: boolean): LossSeries {
    const series = sampleLosses(this.#recipe(runId), this.#run(runId).step);
    return {
      runId,
      firstStep: fromStep,
      losses: series.losses.slice(fromStep - 1),
      seconds: withSeconds ? series.seconds.slice(fromStep - 1) : new Float64Array(0),
    };
  }

  #recipe(runId: RunId): SampleRecipe {
    const recipe = this.#recipes.get(runId);
    if (recipe === undefined) throw new LabError('not-found', `no such run: ${runId}`);
    return recipe;
  }

  #set(runId: RunId, changes: Partial<RunDetail>): null {
    this.#runs.set(runId, { ...this.#run(runId), ...changes });
    this.#tell({ type: 'runs-changed', runIds: [runId] });
    return null;
  }

  #tell(event: LabEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const detailOnly: ReadonlySet<string> = new Set([
  'environment',
  'evaluations',
  'baselines',
  'probes',
  'snapshotSteps',
  'checkpoints',
  'log',
] satisfies (keyof RunDetail)[]);

function toSummary(run: RunDetail): RunSummary {
  return Object.fromEntries(
    Object.entries(run).filter(([key]) => !detailOnly.has(key)),
  ) as unknown as RunSummary;
}
