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

/** One run more in the lab, with as many steps. */
function addRun(seed: number): RunSummary {
  const added = connected.lab.add(presets[0]!.experiment, { ...recipe, seed, state: 'finished' });
  return { ...run, id: added };
}

const askedRuns = (): readonly (readonly RunId[])[] =>
  connected.asked('getLossesOf').map((input) => (input as { readonly runIds: readonly RunId[] }).runIds);

describe('the curves of the window', () => {
  it('come without the times of their steps, once', async () => {
    curves.want(run);
    expect(curves.isAwaited(id, false)).toBe(true);
    await vi.waitFor(() => expect(curves.get(id)?.losses).toHaveLength(40));
    expect(curves.get(id)?.seconds).toHaveLength(0);
    curves.want(run);
    expect(connected.calls).toEqual(['getLossesOf']);
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
    expect(connected.calls).toEqual(['getLossesOf', 'getLossesOf']);
  });

  it('get their times also where they were wanted while the losses alone were on their way', async () => {
    const answer = connected.hold('getLossesOf');
    curves.want(run);
    await vi.waitFor(() => expect(connected.calls).toEqual(['getLossesOf']));
    curves.want(run, true);
    answer();
    await vi.waitFor(() => expect(curves.get(id)?.seconds).toHaveLength(40));
    expect(connected.calls).toEqual(['getLossesOf', 'getLossesOf']);
  });

  it('of many runs wanted together come in few answers, the newest wishes first', async () => {
    const more = Array.from({ length: 40 }, (_, seed) => addRun(seed + 2));
    for (const one of more) curves.want(one);
    await vi.waitFor(() =>
      expect(more.every(({ id: of }) => curves.get(of)?.losses.length === 40)).toBe(true),
    );
    expect(connected.calls).toEqual(['getLossesOf', 'getLossesOf', 'getLossesOf']);
    expect(connected.asked('getLossesOf')[0]).toMatchObject({ withSeconds: false });
    expect(askedRuns()[0]?.[0]).toBe(more.at(-1)?.id);
    expect(askedRuns().flat().toSorted()).toEqual(more.map(({ id: of }) => of).toSorted());
  });

  it('with and without times are not asked for in one question', async () => {
    const [one, other] = [addRun(2), addRun(3)];
    curves.want(one, true);
    curves.want(other);
    await vi.waitFor(() => expect(curves.get(one.id)?.seconds).toHaveLength(40));
    await vi.waitFor(() => expect(curves.get(other.id)?.losses).toHaveLength(40));
    expect(curves.get(other.id)?.seconds).toHaveLength(0);
    expect(askedRuns()).toEqual([[other.id], [one.id]]);
  });

  it('of a run that was deleted meanwhile are no longer awaited, and those asked for with them come', async () => {
    const gone = addRun(2);
    await connected.lab.dispatch('deleteRuns', { runIds: [gone.id] });
    curves.want(gone);
    curves.want(run);
    await vi.waitFor(() => expect(curves.get(id)?.losses).toHaveLength(40));
    expect(curves.isAwaited(gone.id, false)).toBe(false);
    expect(curves.get(gone.id)).toBeUndefined();
  });
});
