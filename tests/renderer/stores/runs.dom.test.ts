import { beforeEach, describe, expect, it, vi } from 'vitest';
import { asRunId, type RunId } from '../../../src/shared/ids.ts';
import { presets } from '../../../src/shared/presets.ts';
import { useRuns } from '../../../src/renderer/stores/runs.ts';
import { useStatus } from '../../../src/renderer/stores/status.ts';
import { connectSample, type Connected } from '../sampleConnection.ts';

const quickStart = presets[0]!.experiment;
const recipe = { step: 40, from: -0.2, to: -0.5, noise: 0, seed: 1, secondsPerStep: 0.1 } as const;

let connected: Connected;
let runs: ReturnType<typeof useRuns>;
let running: RunId;
let finished: RunId;

beforeEach(async () => {
  connected = connectSample();
  finished = connected.lab.add(quickStart, { ...recipe, state: 'finished' });
  running = connected.lab.add(quickStart, { ...recipe, state: 'running' });
  runs = useRuns();
  await vi.waitFor(() => expect(runs.loaded).toBe(true));
});

const isListed = (id: RunId): boolean => runs.all.some((run) => run.id === id);

describe('the runs of the window', () => {
  it('stand newest first, with the active one and the queue apart', async () => {
    const queued = await runs.start(quickStart);
    expect(runs.all.map(({ id }) => id)).toEqual([queued, running, finished]);
    expect(runs.active?.id).toBe(running);
    expect(runs.queued.map(({ id }) => id)).toEqual([queued]);
    expect(runs.ended.map(({ id }) => id)).toEqual([finished]);
  });

  it('follow steps without asking again', async () => {
    const before = connected.calls.length;
    connected.tell({
      type: 'steps',
      runId: running,
      firstStep: 41,
      losses: new Float64Array([-0.4, Number.NaN, -0.93]),
      seconds: new Float64Array([4.1, 4.2, 4.3]),
    });
    await vi.waitFor(() => expect(runs.active?.step).toBe(43));
    expect(runs.active).toMatchObject({ lastLoss: -0.93, bestLoss: -0.93, trainSeconds: 4.3 });
    expect(connected.calls).toHaveLength(before);
  });

  it('ask one by one for few changed runs and for the list when many changed', async () => {
    connected.calls.length = 0;
    connected.tell({ type: 'runs-changed', runIds: [running] });
    connected.tell({ type: 'runs-changed', runIds: [running, finished] });
    await vi.waitFor(() => expect(connected.calls).toEqual(['getRun', 'getRun']));
    connected.calls.length = 0;
    const many = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'].map(asRunId);
    connected.tell({ type: 'runs-changed', runIds: many });
    await vi.waitFor(() => expect(connected.calls).toEqual(['listRuns']));
  });

  it('change together by one call, and are put back by Undo as each was', async () => {
    await runs.updateAll([runs.byId.get(finished)!], () => ({ tags: ['old'] }));
    await vi.waitFor(() => expect(runs.byId.get(finished)?.tags).toEqual(['old']));
    connected.calls.length = 0;
    await runs.updateAll(runs.all, ({ tags }) => ({ tags: [...tags, 'new'], starred: true }));
    expect(connected.calls.filter((call) => call.startsWith('update'))).toEqual(['updateRuns']);
    await vi.waitFor(() => expect(runs.all.map(({ tags }) => tags)).toEqual([['new'], ['old', 'new']]));
    expect(runs.canUndo).toBe(true);
    await runs.undo();
    expect(runs.all.map(({ tags, starred }) => [tags, starred])).toEqual([
      [[], false],
      [['old'], false],
    ]);
    expect(runs.canUndo).toBe(false);
  });

  it('are put back by Undo also where one alone was changed', async () => {
    await runs.update({ runId: finished, tags: ['kept'], note: 'as it was' });
    await runs.update({ runId: finished, tags: [], starred: true });
    expect(runs.byId.get(finished)).toMatchObject({ tags: [], starred: true, note: 'as it was' });
    await runs.undo();
    await vi.waitFor(() => expect(runs.byId.get(finished)).toMatchObject({ tags: ['kept'], starred: false }));
    expect(runs.byId.get(finished)?.note).toBe('as it was');
    expect(runs.canUndo).toBe(false);
  });

  it('lose a run that was deleted elsewhere, silently', async () => {
    await connected.lab.dispatch('deleteRuns', { runIds: [finished] });
    await vi.waitFor(() => expect(isListed(finished)).toBe(false));
    expect(useStatus().notice).toBeNull();
  });

  it('come back when a deletion is undone', async () => {
    await runs.remove(runs.ended);
    expect(isListed(finished)).toBe(false);
    expect(runs.deleted.map(({ id }) => id)).toEqual([finished]);
    await runs.undo();
    expect(isListed(finished)).toBe(true);
    expect(runs.deleted).toEqual([]);
  });

  it('forget what could be undone at the next change', async () => {
    await runs.remove(runs.ended);
    await runs.update({ runId: running, starred: true });
    expect(runs.deleted).toEqual([]);
    await vi.waitFor(() => expect(runs.active?.starred).toBe(true));
  });

  it('ask for everything again after events were missed', () => {
    connected.calls.length = 0;
    connected.miss();
    expect(connected.calls).toEqual(['listRuns']);
  });

  it('say why a start was refused, and keep what there is', async () => {
    expect(await runs.start({ version: 1 })).toBeUndefined();
    expect(useStatus().notice).toMatchObject({ kind: 'expected' });
    expect(runs.all).toHaveLength(2);
  });
});
