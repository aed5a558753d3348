import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execFile } from 'node:child_process';
import { readFile, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { listCheckpoints } from '../../../src/lab/checkpoint/folders.ts';
import { openCheckpoint, readManifest } from '../../../src/lab/checkpoint/open.ts';
import type { TrainingControl } from '../../../src/lab/training/control.ts';
import type { TrainJob } from '../../../src/lab/training/train.ts';
import { CancelledError } from '../../../src/shared/errors.ts';
import type { TrainerEvent } from '../../../src/shared/trainerMessages.ts';
import { lossesOf, ofType, only, openBench, runHere, type Bench, type Settings } from './runHere.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.remove());

/** Calls `act` with the control at the moment step `step` is done: its snapshot is on its way. */
const atStep =
  (step: number, act: (control: TrainingControl) => void) =>
  (event: TrainerEvent, control: TrainingControl): void => {
    if (event.type === 'snapshot' && event.step === step && event.sequence === 0) act(control);
  };

/** Snapshots after every step, so that a test can act at any of them. */
const watched = (settings: Settings = {}): Settings => ({
  ...settings,
  probes: { sequences: 1, everySteps: 1 },
  checkpoints: { keep: 'resumable', ...settings.checkpoints },
});

const newest = async (job: TrainJob): Promise<string> =>
  (await listCheckpoints(job.runCheckpointsDir))[0]!.folder;

/** Everything a run leaves, as one value: what must be the same to the bit however it got there. */
async function remains(job: TrainJob, ...runs: TrainerEvent[][]): Promise<unknown> {
  const { files } = await readManifest(await newest(job));
  const snapshots = runs.flatMap((events) => ofType(events, 'snapshot'));
  const evaluations = runs.flatMap((events) => ofType(events, 'evaluation'));
  return {
    losses: lossesOf(...runs),
    tensors: files.filter(({ name }) => name.endsWith('.f32')),
    order: (await openCheckpoint(await newest(job))).state.order,
    snapshots: new Map(snapshots.map(({ step, values }) => [step, values])),
    evaluations: new Map(evaluations.map(({ evaluation }) => [evaluation.step, evaluation.metrics])),
    test: only(runs.at(-1)!, 'trained').report.test,
  };
}

const configurations: readonly (readonly [string, Settings])[] = [
  ['the reference engine', watched({ engine: 'reference' })],
  ['the wasm engine', watched({ engine: 'wasm' })],
  [
    'the wasm engine with 3 threads and SGD',
    watched({ engine: 'wasm', threads: 3, training: { optimiser: 'sgd' } }),
  ],
  [
    'the wasm engine with cross-entropy over queries',
    watched({
      engine: 'wasm',
      model: { softmaxOver: 'queries', headReduction: 'mean-loss' },
      training: { loss: 'cross-entropy' },
    }),
  ],
];

describe.each(configurations)('%s', (title, settings) => {
  const jobIn = (name: string, resumeFrom: string | null = null): TrainJob =>
    bench.job(settings, `${title} ${name}`, resumeFrom);
  let whole: unknown;

  beforeAll(async () => {
    const job = jobIn('whole');
    whole = await remains(job, await runHere(job));
  });

  // In an epoch, at the end of one, at the step before the last.
  for (const step of [17, 22, 43]) {
    it(`interrupted after step ${step} and resumed leaves the same bits`, async () => {
      const job = jobIn(`exit ${step}`);
      const first = await runHere(job, { onEvent: atStep(step, (control) => control.checkpointAndExit()) });
      expect(only(first, 'trained')).toMatchObject({ outcome: 'interrupted', report: { step, test: null } });
      expect(only(first, 'checkpoint')).toMatchObject({ step, resumable: true });
      const second = await runHere(jobIn(`exit ${step}`, only(first, 'checkpoint').folder));
      expect(only(second, 'started').firstStep).toBe(step);
      expect(ofType(second, 'steps')[0]!.firstStep).toBe(step + 1);
      expect(await remains(job, first, second)).toEqual(whole);
    });
  }

  it('paused and resumed leaves the same bits', async () => {
    const job = jobIn('pause');
    const told = await runHere(job, {
      onEvent: (event, control) => {
        atStep(13, () => control.pause())(event, control);
        if (event.type === 'paused') setImmediate(() => control.resume());
      },
    });
    expect(only(told, 'paused').step).toBe(13);
    expect(only(told, 'resumed').step).toBe(13);
    const types = told.map(({ type }) => type);
    expect(types.indexOf('checkpoint')).toBeLessThan(types.indexOf('paused'));
    expect(await remains(job, told)).toEqual(whole);
  });

  it('resumed from the checkpoint before a damaged one leaves the same bits', async () => {
    const job = jobIn('damaged');
    const saving = bench.job(watched({ ...settings, checkpoints: { everySteps: 6 } }), `${title} damaged`);
    const first = await runHere(saving, { onEvent: atStep(20, (control) => control.checkpointAndExit()) });
    const last = ofType(first, 'checkpoint').at(-1)!;
    expect(last.step).toBe(20);
    await truncate(join(last.folder, 'A_K.f32'), 100);
    const second = await runHere(jobIn('damaged', last.folder));
    expect(only(second, 'started').firstStep).toBe(18);
    expect(only(second, 'log').message).toMatch(
      /^checkpoint passed over: damaged checkpoint: ckpt-000020, A_K/,
    );
    expect(await remains(job, first, second)).toEqual(whole);
  });
});

describe('a stopped run', () => {
  it('is cancelled with its metrics, a last snapshot and a checkpoint to go on from', async () => {
    const job = bench.job({ probes: { everySteps: 10 } }, 'stopped');
    const told = await runHere(job, {
      onEvent: (event, control) => {
        if (event.type === 'snapshot' && event.step === 20) control.pause();
        if (event.type === 'paused') control.stop();
      },
    });
    expect(only(told, 'trained')).toMatchObject({ outcome: 'cancelled', report: { step: 20, test: null } });
    expect(lossesOf(told).size).toBe(20);
    expect(only(told, 'checkpoint')).toMatchObject({ step: 20, resumable: true });
    expect(basename(await newest(job))).toBe('ckpt-000020');
  });

  it('has nothing to keep before its first step', async () => {
    const job = bench.job({}, 'early');
    const work = runHere(job, {
      onEvent: (event, control) => {
        if (event.type === 'dataset') control.stop();
      },
    });
    await expect(work).rejects.toBeInstanceOf(CancelledError);
    expect(await listCheckpoints(job.runCheckpointsDir)).toEqual([]);
  });

  it('hears of it however long it trains: the loop lets the process breathe', async () => {
    const job = bench.job({ training: { epochs: 100_000 }, probes: { sequences: 0 } }, 'endless');
    let stop: NodeJS.Timeout | undefined;
    const told = await runHere(job, {
      onEvent: (event, control) => {
        if (event.type === 'steps') stop ??= setTimeout(() => control.stop(), 1);
      },
    });
    expect(only(told, 'trained').outcome).toBe('cancelled');
  });
});

describe('kept checkpoints', () => {
  const stepsSaved = async (keep: 'weights' | 'resumable' | 'none'): Promise<unknown> => {
    const job = bench.job({ checkpoints: { everySteps: 11, keep } }, `keep ${keep}`);
    const told = await runHere(job);
    return {
      written: ofType(told, 'checkpoint').map(({ step, resumable }) => [step, resumable]),
      removed: ofType(told, 'checkpoint-removed').map(({ folder }) => basename(folder)),
      left: (await listCheckpoints(job.runCheckpointsDir)).map(({ folder }) => basename(folder)),
    };
  };

  it('are the last two on the way and the weights alone at the end', async () => {
    expect(await stepsSaved('weights')).toEqual({
      written: [
        [11, true],
        [22, true],
        [33, true],
        [44, false],
      ],
      removed: ['ckpt-000011', 'ckpt-000033', 'ckpt-000022'],
      left: ['ckpt-000044'],
    });
  });

  it('hold what resuming needs if asked', async () => {
    expect(await stepsSaved('resumable')).toMatchObject({ left: ['ckpt-000044'] });
  });

  it('are none if none are to be kept', async () => {
    expect(await stepsSaved('none')).toEqual({
      written: [
        [11, true],
        [22, true],
        [33, true],
      ],
      removed: ['ckpt-000011', 'ckpt-000033', 'ckpt-000022'],
      left: [],
    });
  });

  it('at the last step let a run that died before its end was told still tell it', async () => {
    const job = bench.job({}, 'last');
    const whole = await runHere(job);
    const again = await runHere(bench.job({}, 'last', await newest(job)));
    expect(ofType(again, 'steps')).toEqual([]);
    expect(only(again, 'trained').report.test).toEqual(only(whole, 'trained').report.test);
    expect((await listCheckpoints(job.runCheckpointsDir)).map(({ step }) => step)).toEqual([44]);
  });
});

describe('a checkpoint of another run', () => {
  it('is refused if the model, the features or the optimiser differ', async () => {
    const job = bench.job({ checkpoints: { keep: 'resumable' } }, 'other');
    await runHere(job);
    const from = await newest(job);
    const refusal = (settings: Settings): Promise<unknown> =>
      runHere(bench.job(settings, 'another', from)).then(
        () => 'taken',
        (error: unknown) => (error instanceof Error ? error.message : error),
      );
    expect(await refusal({ model: { headDim: 6 } })).toBe(
      'no checkpoint to go on from: ckpt-000044: its headDim is 5, not 6',
    );
    expect(await refusal({ training: { optimiser: 'sgd' } })).toMatch(/it was trained by adam, not sgd$/);
    expect(await refusal({ training: { epochs: 5, learningRate: 0.02 } })).toBe('taken');
  });
});

describe('a kill -9 in the middle of a checkpoint', () => {
  const trainer = join(import.meta.dirname, 'killedTraining.ts');
  const runKilled = (
    job: TrainJob,
    eventsFile: string,
    step: number,
    point: number,
  ): Promise<string | null> =>
    new Promise((resolve) => {
      const args = [trainer, JSON.stringify(job), eventsFile, String(step), String(point)];
      execFile(process.execPath, args, (error) => resolve(error?.signal ?? null));
    });

  // Points of a write, from 0: 0 the folder, 1 a first piece, 15 the manifest's piece, 17 the folder's sync, 18 renamed.
  for (const point of [0, 1, 15, 17, 18]) {
    it(`at point ${point}, then resumed, leaves the same bits`, async () => {
      const settings = watched({ engine: 'wasm', checkpoints: { everySteps: 10 } });
      const whole = bench.job(settings, 'killed whole');
      const job = bench.job(settings, `killed ${point}`);
      const eventsFile = join(bench.dataDir, `losses ${point}.json`);
      expect(await runKilled(job, eventsFile, 20, point)).toBe('SIGKILL');
      const from = await newest(job);
      expect(basename(from)).toBe(point < 18 ? 'ckpt-000010' : 'ckpt-000020');
      const undisturbed = await runHere(whole);
      const resumed = await runHere(bench.job(settings, `killed ${point}`, from));
      const expected = (await remains(whole, undisturbed)) as {
        tensors: unknown;
        losses: Map<number, number>;
      };
      const found = (await remains(job, resumed)) as typeof expected;
      expect(found.tensors).toEqual(expected.tensors);
      const before = JSON.parse(await readFile(eventsFile, 'utf8')) as [number, number][];
      expect(new Map([...before, ...found.losses])).toEqual(expected.losses);
      expect(only(resumed, 'trained').report.test).toEqual(only(undisturbed, 'trained').report.test);
      expect((await listCheckpoints(job.runCheckpointsDir)).map(({ step }) => step)).toEqual([44]);
    });
  }
});
