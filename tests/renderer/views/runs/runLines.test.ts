import { describe, expect, it } from 'vitest';
import { compareQuery } from '../../../../src/renderer/views/runs/compareQuery.ts';
import { runLines } from '../../../../src/renderer/views/runs/runLines.ts';
import { asRunId } from '../../../../src/shared/ids.ts';
import { measureHosts } from '../../../../src/shared/measureGroups.ts';
import type { BaselineValues } from '../../../../src/shared/metrics.ts';
import type { RunSummary } from '../../../../src/shared/run.ts';
import { sampleRun } from '../../sampleRun.ts';

const metrics = { loss: -0.5, sameClassMass: 0.5, voteAccuracy: 0.5, precisionAt1: 0.5, entropy: 3 };
const run = (name: string, seed: number, sequenceLength = 32): RunSummary => {
  const base = sampleRun({ name });
  return {
    ...base,
    experiment: { ...base.experiment, seed, training: { ...base.experiment.training, sequenceLength } },
    lastEvaluation: { epoch: 1, step: 1, metrics, seconds: 1 },
  };
};
const [zero, one, alone] = [run('base', 0), run('base', 1), run('alone', 0, 16)];
const baseline: BaselineValues = {
  id: 'dot-raw',
  title: 'dot',
  spec: { kind: 'dot', features: 'raw', softmax: false },
  metrics,
};
const kinds = (lines: ReturnType<typeof runLines>): readonly string[] => lines.map(({ kind }) => kind);

describe('lines of the runs table', () => {
  it('have a head for seeds of one experiment and none for a run that stands alone', () => {
    expect(kinds(runLines([zero, one, alone], 'experiment', new Set()))).toEqual([
      'group',
      'run',
      'run',
      'run',
    ]);
    expect(kinds(runLines([alone], 'group', new Set()))).toEqual(['group', 'run']);
  });

  it('keep measures last and fold them by themselves', () => {
    const measures = [{ host: zero, baselines: [baseline] }];
    expect(kinds(runLines([alone], 'none', new Set(), measures))).toEqual(['run', 'measures', 'measure']);
    const folded = new Set([`measures ${zero.id}`]);
    expect(kinds(runLines([alone], 'none', folded, measures))).toEqual(['run', 'measures']);
  });
});

describe('measures beside runs', () => {
  it('are those of one tested run of each kind of data and sequences', () => {
    const untested = { ...run('untested', 0, 8), lastEvaluation: null };
    expect(measureHosts([untested, zero, one, alone])).toEqual([zero, alone]);
  });

  it('are compared as B beside runs, as A and B without one', () => {
    const keys = ['abcd1 dot-raw', 'abcd1 uniform'];
    expect(compareQuery([asRunId('wxyz1')], keys)).toEqual({
      runs: 'wxyz1',
      measures: 'uniform,dot-raw',
      b: 'measure:dot-raw',
    });
    expect(compareQuery([], keys)).toMatchObject({
      runs: 'abcd1',
      a: 'measure:dot-raw',
      b: 'measure:uniform',
    });
    expect(compareQuery([asRunId('wxyz1'), asRunId('wxyz2')], [])).toEqual({ runs: 'wxyz1,wxyz2' });
  });
});
