import { describe, expect, it } from 'vitest';
import { asRunId } from '../../../../src/shared/ids.ts';
import { presets } from '../../../../src/shared/presets.ts';
import { nearestStep, pickPair } from '../../../../src/renderer/views/compare/pickPair.ts';
import { sampleDetail } from '../../../helpers/sampleData.ts';

const [, notebook, scaled] = presets.map(({ experiment }) => experiment);
const recipe = { step: 40, from: -0.2, to: -0.5, noise: 0, seed: 1, secondsPerStep: 0.1 } as const;
const run = (id: string, experiment: typeof scaled, state: 'finished' | 'queued' = 'finished') =>
  sampleDetail(asRunId(id), experiment!, { ...recipe, state }, 1);

const queued = run('queued00', scaled, 'queued');
const first = run('first000', scaled);
const repeat = run('repeat00', { ...scaled!, seed: 1 });
const other = run('other000', notebook);
const all = [queued, first, repeat, other];

describe('A and B of a comparison', () => {
  it('are the first run with stored attention and the first of another experiment', () => {
    const { a, b } = pickPair(all, null, null);
    expect([a?.id, b?.id]).toEqual([first.id, other.id]);
  });

  it('are what was chosen, as long as it has attention', () => {
    expect(pickPair(all, other.id, repeat.id)).toMatchObject({ a: { id: other.id }, b: { id: repeat.id } });
    expect(pickPair(all, queued.id, null).a?.id).toBe(first.id);
  });

  it('are two seeds where there is nothing else, and one run twice where there is one', () => {
    expect(pickPair([first, repeat], null, null).b?.id).toBe(repeat.id);
    expect(pickPair([first], null, null).b?.id).toBe(first.id);
    expect(pickPair([queued], null, null)).toEqual({ a: undefined, b: undefined });
  });
});

describe('the nearest snapshot', () => {
  it('is the one fewest steps away, the earlier of two', () => {
    expect([0, 4, 5, 6, 99].map((step) => nearestStep([0, 10, 20], step))).toEqual([0, 0, 0, 10, 20]);
    expect(nearestStep([], 5)).toBeNull();
  });
});
