import { beforeEach, describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/shared/ids.ts';
import { presets } from '../../../src/shared/presets.ts';
import { useAttention } from '../../../src/renderer/stores/attention.ts';
import { useLab } from '../../../src/renderer/stores/lab.ts';
import { connectSample, type Connected } from '../sampleConnection.ts';

let connected: Connected;
let id: RunId;
let attention: ReturnType<typeof useAttention>;

beforeEach(() => {
  connected = connectSample();
  id = connected.lab.add(presets[0]!.experiment, {
    step: 40,
    from: -0.2,
    to: -0.5,
    noise: 0,
    seed: 1,
    secondsPerStep: 0.1,
    state: 'finished',
  });
  attention = useAttention();
});

const snapshots = async (): Promise<readonly number[]> => {
  const { snapshotSteps } = await useLab().api().getRun({ runId: id });
  connected.calls.length = 0;
  return snapshotSteps;
};
const stepOf = async (step: number): Promise<unknown> => {
  const { origin } = (await attention.load(id, step, 0)).meta;
  return origin.kind === 'run' ? origin.step : null;
};

describe('attention that is asked for early', () => {
  it('is not asked for again when it turns out to be what is shown', async () => {
    const steps = await snapshots();
    attention.foresee({ kind: 'run', runId: id, step: null, sequence: 0 });
    expect(await stepOf(steps.at(-1)!)).toBe(steps.at(-1));
    expect(connected.calls).toEqual(['getAttention']);
  });

  it('of another step is left, and the right one asked for', async () => {
    const [first] = await snapshots();
    attention.foresee({ kind: 'run', runId: id, step: null, sequence: 0 });
    expect(await stepOf(first!)).toBe(first);
    expect(connected.calls).toEqual(['getAttention', 'getAttention']);
  });

  it('and is not there says nothing; who needs it asks and is told why', async () => {
    attention.foresee({ kind: 'run', runId: 'never123' as RunId, step: null, sequence: 0 });
    await expect(attention.load('never123' as RunId, 0, 0)).rejects.toThrow('no such run');
  });
});
