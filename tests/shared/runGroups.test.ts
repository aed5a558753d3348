import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/shared/run.ts';
import { groupRuns } from '../../src/shared/runGroups.ts';
import { sampleRun } from '../renderer/sampleRun.ts';

const metrics = { loss: -0.37, sameClassMass: 0.5, voteAccuracy: 0.5, precisionAt1: 0.5, entropy: 3 };
const tested = (run: RunSummary, loss: number, seed: number): RunSummary => ({
  ...run,
  experiment: { ...run.experiment, seed },
  lastEvaluation: { epoch: 5, step: 350, metrics: { ...metrics, loss }, seconds: 32 },
});

const one = sampleRun({ name: 'one', group: 'sweep' });
const base = sampleRun({ name: 'base' });
const runs = [
  tested(base, -0.3704, 0),
  { ...one, experiment: { ...one.experiment, engine: 'wasm' as const } },
  tested(base, -0.379, 1),
];

describe('groups of runs', () => {
  it('gather the seeds of one experiment where its first row stands, with the mean of what was tested', () => {
    const groups = groupRuns(runs, 'experiment');
    expect(groups.map(({ name, runs: members }) => [name, members.length])).toEqual([
      ['base', 2],
      ['one', 1],
    ]);
    expect(groups[0]?.meanTestLoss).toBeCloseTo(-0.3747, 12);
    expect(groups[1]).toMatchObject({ tested: 0, meanTestLoss: null });
  });

  it('tell how many names one experiment goes by', () => {
    const [repeats, others] = groupRuns([...runs, { ...base, name: 'again' }], 'experiment');
    expect([repeats?.names, others?.names]).toEqual([2, 1]);
    expect(repeats?.name).toBe('base');
  });

  it('keep rows in the order given', () => {
    expect(groupRuns(runs, 'none')).toHaveLength(1);
    expect(groupRuns(runs, 'none')[0]?.runs).toEqual(runs);
  });

  it('go by group, those without one together', () => {
    expect(groupRuns(runs, 'group').map(({ name, runs: members }) => [name, members.length])).toEqual([
      [null, 2],
      ['sweep', 1],
    ]);
  });
});
