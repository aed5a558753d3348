import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import StateTag from '../../../src/renderer/components/StateTag.vue';
import type { RunState } from '../../../src/shared/run.ts';

describe('the state of a run', () => {
  it.each<[RunState, number, number | null, string]>([
    ['queued', 0, null, 'queued'],
    ['running', 0, null, 'starting'],
    ['running', 212, 350, '212 / 350'],
    ['paused', 70, 350, 'paused 70'],
    ['finished', 350, 350, 'finished'],
    ['diverged', 41, 350, 'diverged 41'],
    ['interrupted', 70, 350, 'interrupted 70'],
    ['failed', 0, null, 'failed'],
  ])('%s at step %s of %s reads "%s"', (state, step, total, words) => {
    expect(mount(StateTag, { props: { state, step, total } }).text()).toBe(words);
  });
});
