import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunId } from '../../../src/shared/ids.ts';
import { presets } from '../../../src/shared/presets.ts';
import type { RunSummary } from '../../../src/shared/run.ts';
import { useCurves } from '../../../src/renderer/stores/curves.ts';
import { useRuns } from '../../../src/renderer/stores/runs.ts';
import { connectSample, type Connected } from '../sampleConnection.ts';

const recipe = { step: 40, from: -0.2, to: -0.5, noise: 0, seed: 1, secondsPerStep: 0.1 } as const;

let connected: Connected;
let curves: ReturnType<typeof useCurves>;
let id: RunId;
let run: RunSummary;

beforeEach(async () => {
  connected = connectSample();
  id = connected.lab.add(presets[0]!.experiment, { ...recipe, state: 'finished' });
  const runs = useRuns();
  await vi.waitFor(() => expect(runs.loaded).toBe(true));
  run = runs.byId.get(id)!;
  curves = useCurves();
  connected.calls.length = 0;
});

describe('the curves of the window', () => {
  it('come without the times of their steps, once', async () => {
    curves.want(run);
    expect(curves.isAwaited(id, false)).toBe(true);
    await vi.waitFor(() => expect(curves.get(id)?.losses).toHaveLength(40));
    expect(curves.get(id)?.seconds).toHaveLength(0);
    curves.want(run);
    expect(connected.calls).toEqual(['getLosses']);
  });

  it('get their times when an axis needs them, and are awaited by that axis alone', async () => {
    curves.want(run);
    await vi.waitFor(() => expect(curves.get(id)).toBeDefined());
    curves.want(run, true);
    expect(curves.isAwaited(id, true)).toBe(true);
    expect(curves.isAwaited(id, false)).toBe(false);
    await vi.waitFor(() => expect(curves.get(id)?.seconds).toHaveLength(40));
    expect(curves.isAwaited(id, true)).toBe(false);
    curves.want(run, true);
    expect(connected.calls).toEqual(['getLosses', 'getLosses']);
  });

  it('get their times also where they were wanted while the losses alone were on their way', async () => {
    const answer = connected.hold('getLosses');
    curves.want(run);
    curves.want(run, true);
    expect(connected.calls).toEqual(['getLosses']);
    answer();
    await vi.waitFor(() => expect(curves.get(id)?.seconds).toHaveLength(40));
    expect(connected.calls).toEqual(['getLosses', 'getLosses']);
  });
});
