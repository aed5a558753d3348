import { effectScope, type EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asRunId, type RunId } from '../../../src/shared/ids.ts';
import { presets } from '../../../src/shared/presets.ts';
import { useOpenRun, type OpenRun } from '../../../src/renderer/stores/openRun.ts';
import { connectSample, type Connected } from '../sampleConnection.ts';

const notebook = presets.find(({ id }) => id === 'notebook-scaled')!.experiment;
const recipe = { step: 42, from: -0.2, to: -0.5, noise: 0.05, seed: 1, secondsPerStep: 0.1 } as const;

let connected: Connected;
let scope: EffectScope;
let runId: RunId;

function open(id: RunId): OpenRun {
  scope = effectScope();
  const opened = scope.run(() => useOpenRun(id));
  if (opened === undefined) throw new Error('the scope is active');
  return opened;
}

const steps = (firstStep: number, losses: readonly number[]) => ({
  type: 'steps' as const,
  runId,
  firstStep,
  losses: Float64Array.from(losses),
  seconds: Float64Array.from(losses, (_, i) => (firstStep + i) / 10),
});

beforeEach(() => {
  connected = connectSample();
  runId = connected.lab.add(notebook, { ...recipe, state: 'running' });
});
afterEach(() => scope.stop());

async function opened(): Promise<OpenRun> {
  const run = open(runId);
  await vi.waitFor(() => {
    expect(run.series.value.losses).toHaveLength(42);
    expect(run.bundle.value).not.toBeNull();
  });
  return run;
}

describe('an open run', () => {
  it('has every stored step and the newest snapshot', async () => {
    const run = await opened();
    expect(run.cursor.value).toBe(40);
    expect(run.bundle.value?.meta.origin).toMatchObject({ step: 40, sequence: 0 });
  });

  it('appends live steps, and those that come twice only once', async () => {
    const run = await opened();
    connected.tell(steps(43, [-0.5, -0.6]));
    connected.tell(steps(44, [-0.6, -0.7]));
    await vi.waitFor(() => expect(run.series.value.losses).toHaveLength(45));
    expect([...run.series.value.losses.subarray(42)]).toEqual([-0.5, -0.6, -0.7]);
  });

  it('asks for what is missing when steps come after a gap', async () => {
    const run = await opened();
    connected.calls.length = 0;
    connected.tell(steps(60, [-0.9]));
    await vi.waitFor(() => expect(connected.calls).toContain('getLosses'));
    expect(run.series.value.losses).toHaveLength(42);
  });

  it('follows new snapshots until a hand moves the cursor', async () => {
    const run = await opened();
    connected.tell({ type: 'snapshot', runId, step: 50, sequence: 0 });
    await vi.waitFor(() => expect(run.cursor.value).toBe(50));
    run.moveTo(13);
    expect(run.cursor.value).toBe(10);
    expect(run.follows.value).toBe(false);
    connected.tell({ type: 'snapshot', runId, step: 60, sequence: 0 });
    await vi.waitFor(() => expect(run.detail.value?.snapshotSteps.at(-1)).toBe(60));
    expect(run.cursor.value).toBe(10);
    run.moveBy(-5);
    expect(run.cursor.value).toBe(0);
    run.moveBy(100);
    expect(run.cursor.value).toBe(60);
    expect(run.follows.value).toBe(true);
  });

  it('shows the map of the newest move, however late older answers come', async () => {
    const run = await opened();
    const release = connected.hold('getAttention');
    run.moveTo(0);
    await vi.waitFor(() => expect(connected.calls.at(-1)).toBe('getAttention'));
    run.moveTo(20);
    await vi.waitFor(() => expect(connected.calls.filter((call) => call === 'getAttention')).toHaveLength(3));
    release();
    await vi.waitFor(() => expect(run.bundle.value?.meta.origin).toMatchObject({ step: 20 }));
  });

  it('asks for each snapshot once', async () => {
    const run = await opened();
    for (const step of [0, 10, 0, 10, 40]) {
      run.moveTo(step);
      await vi.waitFor(() => expect(run.bundle.value?.meta.origin).toMatchObject({ step }));
    }
    expect(connected.calls.filter((call) => call === 'getAttention')).toHaveLength(3);
  });

  it('says that a run is gone', async () => {
    const run = open(asRunId('nowhere1'));
    await vi.waitFor(() => expect(run.isGone.value).toBe(true));
  });

  it('stops listening with its page', async () => {
    const run = await opened();
    scope.stop();
    connected.calls.length = 0;
    connected.tell(steps(43, [-0.5]));
    connected.tell({ type: 'runs-changed', runIds: [runId] });
    expect(run.series.value.losses).toHaveLength(42);
    expect(connected.calls).toEqual([]);
  });
});
