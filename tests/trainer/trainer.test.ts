import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listCheckpoints } from '../../src/lab/checkpoint/folders.ts';
import type { TrainJob } from '../../src/lab/training/train.ts';
import { trainerExit } from '../../src/shared/trainerExit.ts';
import type { TrainerEvent, TrainerJob } from '../../src/shared/trainerMessages.ts';
import {
  lossesOf,
  ofType,
  only,
  openBench,
  runHere,
  type Bench,
  type Settings,
} from '../lab/training/runHere.ts';
import { TrainerChild, trainerFile } from './trainerChild.ts';

let bench: Bench;
const children: TrainerChild[] = [];

beforeAll(async () => {
  bench = await openBench();
});
afterEach(() => children.splice(0).forEach((child) => child.process.kill('SIGKILL')));
afterAll(() => bench.remove());

function start(job: TrainerJob): TrainerChild {
  const child = new TrainerChild();
  children.push(child);
  child.send({ type: 'start', job });
  return child;
}

const isType =
  (type: TrainerEvent['type']) =>
  (event: TrainerEvent): boolean =>
    event.type === type;

/** Longer than anyone waits; snapshots and evaluations stay rare, so that its steps are nearly all it does. */
const endless = (settings: Settings = {}): Settings => ({
  engine: 'wasm',
  ...settings,
  training: { epochs: 100_000, ...settings.training },
  probes: { sequences: 1, everySteps: 1_000_000 },
  evaluate: { everyEpochs: 100_000 },
});

/** The first `count` losses of a run nobody disturbed. */
async function undisturbed(settings: Settings, count: number): Promise<Map<number, number>> {
  const epochs = Math.ceil(count / 11);
  const job = bench.job({ ...settings, training: { ...settings.training, epochs } }, 'undisturbed');
  return new Map([...lossesOf(await runHere(job))].slice(0, count));
}

describe('a trainer process', () => {
  it('trains a job from its documents to its report, and exits with 0', async () => {
    const job = bench.job({ engine: 'wasm' }, 'whole');
    const child = start(job);
    expect(await child.ended).toEqual({ code: trainerExit.done, signal: null });
    const told = child.events.filter(({ type }) => type !== 'heartbeat' && type !== 'progress');
    const here = (await runHere(bench.job({ engine: 'wasm' }, 'here'))).filter(
      ({ type }) => type !== 'progress',
    );
    const untimed = (events: readonly TrainerEvent[]): TrainerEvent[] =>
      events.filter(({ type }) => ['documents', 'dataset', 'probe', 'baselines', 'snapshot'].includes(type));
    expect(untimed(told)).toEqual(untimed(here));
    expect(lossesOf(told)).toEqual(lossesOf(here));
    expect(only(told, 'trained').report.test).toEqual(only(here, 'trained').report.test);
    expect(told.at(-1)!.type).toBe('trained');
    expect(ofType(child.events, 'heartbeat')[0]!.rssBytes).toBeGreaterThan(2 ** 24);
    expect(child.stderr).toBe('');
  });

  it('pauses before its first step if asked at once, and goes on', async () => {
    const child = start(bench.job({}, 'pause'));
    child.send({ type: 'pause' });
    expect(await child.until(isType('paused'))).toEqual({ type: 'paused', step: 0 });
    expect(ofType(child.events, 'steps')).toEqual([]);
    child.send({ type: 'resume' });
    expect(await child.ended).toEqual({ code: trainerExit.done, signal: null });
    expect(only(child.events, 'resumed')).toEqual({ type: 'resumed', step: 0 });
    expect(lossesOf(child.events)).toEqual(lossesOf(await runHere(bench.job({}, 'not paused'))));
  });

  it('pauses while it trains, stays paused, and stops from there', async () => {
    const child = start(bench.job(endless(), 'stop'));
    await child.until(isType('steps'));
    child.send({ type: 'pause' });
    const paused = await child.until(isType('paused'));
    const told = lossesOf(child.events).size;
    expect(paused).toEqual({ type: 'paused', step: told });
    // The next heartbeat comes from a process that is paused: it answers, and does no steps.
    const beats = ofType(child.events, 'heartbeat').length;
    await child.until(() => ofType(child.events, 'heartbeat').length > beats);
    child.send({ type: 'stop' });
    expect(await child.ended).toEqual({ code: trainerExit.done, signal: null });
    expect(only(child.events, 'trained')).toMatchObject({ outcome: 'cancelled', report: { step: told } });
    expect(only(child.events, 'checkpoint')).toMatchObject({ step: told, resumable: true });
  });

  it('writes a checkpoint and exits when the app closes, and its losses go on bit for bit', async () => {
    const settings = endless();
    const first = start(bench.job(settings, 'close'));
    await first.until(isType('steps'));
    first.send({ type: 'checkpoint-and-exit' });
    expect(await first.ended).toEqual({ code: trainerExit.done, signal: null });
    const { outcome, report } = only(first.events, 'trained');
    expect(outcome).toBe('interrupted');
    const second = start(bench.job(settings, 'close', only(first.events, 'checkpoint').folder));
    await second.until(isType('steps'));
    expect(only(second.events, 'started').firstStep).toBe(report.step);
    second.send({ type: 'stop' });
    await second.ended;
    const losses = lossesOf(first.events, second.events);
    expect(losses.size).toBeGreaterThan(report.step);
    expect(losses).toEqual(await undisturbed(settings, losses.size));
  });

  it('killed by kill -9 in mid-training goes on from its newest checkpoint bit for bit', async () => {
    const settings = endless({ checkpoints: { everySteps: 50 } });
    const job: TrainJob = bench.job(settings, 'killed');
    const first = start(job);
    await first.until((event) => event.type === 'checkpoint' && event.step >= 100);
    first.process.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const [newest] = await listCheckpoints(job.runCheckpointsDir);
    const second = start(bench.job(settings, 'killed', newest!.folder));
    await second.until((event) => event.type === 'checkpoint' && event.step > newest!.step);
    second.send({ type: 'stop' });
    await second.ended;
    const firstStep = only(second.events, 'started').firstStep;
    expect(firstStep % 50).toBe(0);
    const losses = lossesOf(first.events, second.events);
    // The dead process may have trained further than it could tell, never the other way round.
    expect([...lossesOf(second.events).keys()][0]).toBe(firstStep + 1);
    expect(losses).toEqual(await undisturbed(settings, losses.size));
  });

  it('tells of a run that diverges, and exits with 0: that is an outcome', async () => {
    const child = start(
      bench.job(
        {
          engine: 'wasm',
          training: { loss: 'cross-entropy', optimiser: 'sgd', learningRate: 1e6 },
        },
        'diverges',
      ),
    );
    expect((await child.ended).code).toBe(trainerExit.done);
    const { outcome, report } = only(child.events, 'trained');
    expect(outcome).toBe('diverged');
    expect(lossesOf(child.events).get(report.step)).not.toSatisfy(Number.isFinite);
  });

  it('stopped before its first step says it was cancelled', async () => {
    const child = start(bench.job({}, 'at once'));
    child.send({ type: 'stop' });
    expect((await child.ended).code).toBe(trainerExit.cancelled);
    expect(only(child.events, 'failed').error).toEqual({ kind: 'cancelled' });
  });

  it('fails on a dataset that is not there with an error a person can act on', async () => {
    const job = bench.job({}, 'missing');
    const path = join(bench.dataDir, 'nowhere');
    const child = start({
      ...job,
      experiment: { ...job.experiment, dataset: { ...job.experiment.dataset, path } as never },
    });
    expect((await child.ended).code).toBe(trainerExit.failed);
    const { error } = only(child.events, 'failed');
    expect(error.kind).toBe('expected');
    expect(error.kind === 'expected' && error.message).toContain(path);
  });
});

describe('other jobs', () => {
  it('imports a dataset', async () => {
    const { folders, experiment } = bench.job();
    const child = start({ kind: 'import', dataset: experiment.dataset, folders });
    expect((await child.ended).code).toBe(trainerExit.done);
    const { manifest } = only(child.events, 'imported');
    const sent = ofType(child.events, 'documents').flatMap(({ documents }) =>
      documents.map(({ hash }) => hash),
    );
    expect(new Set(sent)).toEqual(
      new Set([...manifest.train.documentHashes, ...manifest.test.documentHashes]),
    );
    expect(manifest.classes).toEqual(['gardens', 'harbours', 'rockets']);
  });

  it('reports features', async () => {
    const { folders, experiment } = bench.job();
    const child = start({
      kind: 'features',
      dataset: experiment.dataset,
      features: experiment.features,
      folders,
    });
    expect((await child.ended).code).toBe(trainerExit.done);
    const { report } = only(child.events, 'features');
    expect(report).toMatchObject({
      train: { documents: 90 },
      test: { documents: 30 },
      vocabulary: { size: 56 },
      targetNames: ['gardens', 'harbours', 'rockets'],
    });
    // Fewer than 32 test documents: all of them. Rows have unit length, so each document's product with itself is 1.
    expect(report.tokens32).toHaveLength(30);
    for (let i = 0; i < 30; i++) expect(report.attention32[i * 30 + i]).toBeCloseTo(1, 6);
  });

  it('tries every engine for the doctor', async () => {
    const { folders } = bench.job();
    const child = start({ kind: 'doctor', folders });
    expect((await child.ended).code).toBe(trainerExit.done);
    const { report } = only(child.events, 'doctor');
    const engines = new Map(report.engines.map((engine) => [engine.name, engine]));
    expect(engines.get('reference')).toMatchObject({ available: true, info: { name: 'reference' } });
    expect(engines.get('wasm')).toMatchObject({ available: true, info: { name: 'wasm' } });
    expect(report.environment.cores).toBeGreaterThan(0);
    expect(report.dataDir).toBe(bench.dataDir);
  });
});

describe('the life of the process', () => {
  it('ends with its parent', async () => {
    const child = start(bench.job(endless(), 'orphan'));
    await child.until(isType('steps'));
    // Node emits no "close" on the side that disconnected.
    const exit = once(child.process, 'exit');
    child.process.disconnect();
    expect(await exit).toEqual([trainerExit.orphaned, null]);
  });

  it('ends when its parent is killed', async () => {
    const parent = execFile(process.execPath, [
      join(import.meta.dirname, 'dyingParent.ts'),
      JSON.stringify(bench.job(endless(), 'widow')),
    ]);
    let pid = '';
    parent.stdout!.setEncoding('utf8').on('data', (text: string) => (pid += text));
    await once(parent, 'exit');
    expect(Number(pid)).toBeGreaterThan(0);
    while (isAlive(Number(pid))) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it.skipIf(process.platform === 'win32')(
    'leaves Ctrl-C to its parent, and takes SIGTERM for the app closing',
    async () => {
      const child = start(bench.job(endless(), 'signals'));
      await child.until(isType('steps'));
      child.process.kill('SIGINT');
      const steps = lossesOf(child.events).size;
      await child.until(() => lossesOf(child.events).size > steps);
      child.process.kill('SIGTERM');
      expect(await child.ended).toEqual({ code: trainerExit.done, signal: null });
      expect(only(child.events, 'trained').outcome).toBe('interrupted');
      expect(ofType(child.events, 'checkpoint')).toHaveLength(1);
    },
  );

  for (const [title, bug] of [
    ['an error nobody caught', "setTimeout(() => { throw new Error('a bug') }, 200)"],
    ['a rejection nobody handled', "setTimeout(() => Promise.reject(new Error('a bug')), 200)"],
  ] as const) {
    it(`tells of ${title} before it exits`, async () => {
      const child = new TrainerChild(['--import', `data:text/javascript,${bug}`]);
      children.push(child);
      child.send({ type: 'start', job: bench.job(endless(), 'bug') });
      expect((await child.ended).code).toBe(trainerExit.bug);
      expect(only(child.events, 'failed').error).toMatchObject({ kind: 'bug', message: 'a bug' });
    });
  }

  it('refuses what is no command', async () => {
    const child = start(bench.job(endless(), 'misused'));
    child.send({ type: 'faster' });
    expect((await child.ended).code).toBe(trainerExit.misused);
    const { error } = only(child.events, 'failed');
    expect(error.kind === 'bug' && error.message).toMatch(/^not a trainer command: type/);
  });

  it('refuses a job with an unknown setting', async () => {
    const job = bench.job({}, 'unknown setting');
    const child = start({ ...job, experiment: { ...job.experiment, learningRat: 1 } } as TrainerJob);
    expect((await child.ended).code).toBe(trainerExit.misused);
  });

  it('refuses a second job', async () => {
    const job = bench.job(endless(), 'second');
    const child = start(job);
    child.send({ type: 'start', job });
    expect((await child.ended).code).toBe(trainerExit.misused);
  });

  it('says how it is started when a person starts it', async () => {
    const work = promisify(execFile)(process.execPath, [trainerFile]);
    await expect(work).rejects.toMatchObject({
      code: trainerExit.misused,
      stderr: 'The trainer is started by the lab: use "attention-lab train".\n',
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
