import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits, type JobContext, type JobLimits } from '../../src/main/jobs/context.ts';
import { RunQueue } from '../../src/main/jobs/queue.ts';
import { trainerLaunch } from '../../src/main/jobs/trainerProcess.ts';
import { quickLimits, scripted, scriptedTrainer } from '../helpers/scriptedLab.ts';
import { TemporaryStore } from '../helpers/temporaryStore.ts';

describe('a disk that is full', () => {
  let temporary: TemporaryStore;
  let bugs: unknown[];
  beforeEach(() => {
    bugs = [];
  });
  afterEach(() => temporary.remove());

  const queueOn = (limits: Partial<JobLimits> = {}): RunQueue => {
    const dataDir = temporary.folder.path;
    const context: JobContext = {
      store: temporary.store,
      folders: { dataDir, cacheDir: dataDir, checkpointsDir: dataDir },
      launch: () => trainerLaunch(scriptedTrainer),
      limits: { ...defaultLimits, ...quickLimits, ...limits },
      publish: () => undefined,
      reportBug: (bug) => bugs.push(bug),
    };
    return new RunQueue(context);
  };

  it('ends a run with what is stored so far, and says why', async () => {
    // An empty database has about 50 pages; the run fills the rest within some thousand steps.
    temporary = new TemporaryStore({ maxPages: 100 });
    const { store } = temporary;
    const queue = queueOn();
    queue.open();
    const runId = queue.add(scripted('steps:1000000'), { threads: 1 });
    await queue.whenEnded(runId);
    const run = store.runs.get(runId)?.summary;
    expect(run).toMatchObject({ state: 'interrupted', error: { kind: 'expected', code: 'out-of-disk' } });
    expect(run?.step).toBeGreaterThan(0);
    const { losses } = store.metrics.series(runId, 1);
    expect(losses).toHaveLength(run?.step ?? 0);
    expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
    expect(bugs).toEqual([]);
    await queue.close('kill');
  });

  it('lets a person make room, after which everything works again', async () => {
    temporary = new TemporaryStore({ maxPages: 100 });
    const full = queueOn();
    full.open();
    const runId = full.add(scripted('steps:1000000'), { threads: 1 });
    await full.whenEnded(runId);
    await full.close('kill');
    await temporary.reopen({ checkFully: true });
    const queue = queueOn();
    queue.open();
    const next = queue.add(scripted('steps:10'), { threads: 1 });
    await queue.whenEnded(next);
    expect(temporary.store.runs.get(next)?.summary.state).toBe('finished');
    await queue.close('kill');
  });

  it('starts no run that would only fail: the queue waits for room', async () => {
    temporary = new TemporaryStore();
    const waiting = queueOn({ freeBytes: Number.MAX_SAFE_INTEGER });
    waiting.open();
    const runId = waiting.add(scripted('steps:3'), { threads: 1 });
    expect(temporary.store.runs.get(runId)?.summary.state).toBe('queued');
    await waiting.close('checkpoint');
    const queue = queueOn();
    queue.open();
    await queue.whenEnded(runId);
    expect(temporary.store.runs.get(runId)?.summary.state).toBe('finished');
    await queue.close('checkpoint');
  });
});
