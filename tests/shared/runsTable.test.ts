import { describe, expect, it } from 'vitest';
import { findPreset } from '../../src/shared/presets.ts';
import type { RunSummary } from '../../src/shared/run.ts';
import { asRunId } from '../../src/shared/ids.ts';
import { runsTable } from '../../src/shared/runsTable.ts';
import { tableText } from '../../src/shared/tables.ts';

function run(id: string, seed: number, heads: number, loss: number | null): RunSummary {
  const experiment = findPreset('quick-start')!.experiment;
  const metrics = {
    loss: loss ?? 0,
    sameClassMass: 0.5,
    voteAccuracy: 0.5,
    precisionAt1: Number.NaN,
    entropy: 2,
  };
  return {
    id: asRunId(id),
    name: `H = ${heads}`,
    datasetHash: null,
    group: heads === 1 ? 'one' : null,
    experiment: { ...experiment, seed, model: { ...experiment.model, heads } },
    lastEvaluation: loss === null ? null : { epoch: 1, step: 1, seconds: 1, metrics },
  } as RunSummary;
}

// By hand: mean −0.5, deviations 0.1 and −0.1 and 0, SD √(0.02 / 2) = 0.1.
const runs = [
  run('aaaa', 0, 1, -0.4),
  run('aaab', 1, 1, -0.6),
  run('aaac', 2, 1, -0.5),
  run('aaad', 0, 4, -0.7),
  run('aaae', 1, 4, null),
];

describe('a table of runs', () => {
  it('has a row a setting, mean ± SD over its seeds and the best in bold', () => {
    const lines = tableText(runsTable(runs, 'experiment', 'markdown'), 'markdown').split('\n');
    expect(lines[0]).toMatch(/^\| run \| seeds \| model\.heads \| test loss \|/);
    expect(lines[2]).toMatch(/^\| H = 1 \| 3 \| 1 \| -0\.5000 ± 0\.1000 \|/);
    expect(lines[3]).toMatch(/^\| H = 4 \| 1 \| 4 \| \*\*-0\.7000\*\* \|/);
    expect(lines[2]).toMatch(/\| {2}\| 2\.000 ± 0\.000 \|$/);
  });

  it('has every digit in CSV, deviations beside the means', () => {
    const [head = '', first = ''] = tableText(runsTable(runs, 'experiment', 'csv'), 'csv').split('\n');
    expect(head).toMatch(/^run,seeds,model\.heads,test loss,test loss sd,/);
    const [, , , mean, deviation] = first.split(',').map(Number);
    expect(mean).toBeCloseTo(-0.5, 14);
    expect(deviation).toBeCloseTo(0.1, 14);
  });

  it('has a row a run, or a row a group', () => {
    expect(runsTable(runs, 'none', 'csv')).toHaveLength(6);
    expect(runsTable(runs, 'none', 'csv')[0]).toContain('seed');
    const grouped = runsTable(runs, 'group', 'latex');
    expect(grouped.map(([name, seeds]) => [name, seeds])).toEqual([
      ['run', 'seeds'],
      ['one', '3'],
      ['H = 4', '1'],
      ['H = 4', '0'],
    ]);
  });

  it('marks nothing where there is nothing to compare', () => {
    const text = tableText(runsTable(runs.slice(0, 3), 'experiment', 'latex'), 'latex');
    expect(text).not.toContain('textbf');
    expect(text).toContain('\\toprule');
  });
});
