import { describe, expect, it } from 'vitest';
import { asRunId } from '../../src/shared/ids.ts';
import type { BaselineValues, MetricValues } from '../../src/shared/metrics.ts';
import { paperTable, type PaperTable, type PaperTableOptions } from '../../src/shared/paperTables.ts';
import { findPreset } from '../../src/shared/presets.ts';
import type { RunDetail } from '../../src/shared/run.ts';
import { tableText } from '../../src/shared/tables.ts';

const values = (loss: number): MetricValues => ({
  loss,
  sameClassMass: 0.5,
  voteAccuracy: 0.5,
  precisionAt1: Number.NaN,
  entropy: 2,
});
const uniform: BaselineValues = {
  id: 'uniform',
  title: 'uniform',
  spec: { kind: 'uniform', features: 'raw', softmax: true },
  metrics: values(-0.52),
};
const dot: BaselineValues = {
  id: 'dot-raw',
  title: 'dot',
  spec: { kind: 'dot', features: 'raw', softmax: false },
  metrics: values(-0.9),
};
const cosine: BaselineValues = { ...dot, id: 'cosine-raw', spec: { ...dot.spec, kind: 'cosine' } };

/** `losses`: of its evaluations on the test split, in order. */
function run(id: string, seed: number, heads: number, ...losses: readonly number[]): RunDetail {
  const experiment = findPreset('quick-start')!.experiment;
  const evaluations = losses.map((loss, epoch) => ({
    epoch,
    step: epoch,
    seconds: 1,
    metrics: values(loss),
  }));
  return {
    id: asRunId(id),
    name: `H = ${heads}`,
    datasetHash: null,
    group: heads === 1 ? 'one' : null,
    experiment: { ...experiment, seed, model: { ...experiment.model, heads } },
    evaluations,
    lastEvaluation: evaluations.at(-1) ?? null,
    baselines: [uniform, { ...dot, metrics: values(-0.3) }, { ...cosine, metrics: values(-0.45) }],
  } as unknown as RunDetail;
}

// By hand: mean −0.5, deviations 0.1 and −0.1 and 0, SD √(0.02 / 2) = 0.1.
const runs = [
  run('aaaa', 0, 1, -0.4),
  run('aaab', 1, 1, -0.65, -0.6),
  run('aaac', 2, 1, -0.5),
  run('aaad', 0, 4, -0.7),
  run('aaae', 1, 4),
];

const usual: PaperTableOptions = {
  groupBy: 'experiment',
  moment: 'last',
  format: 'markdown',
  measures: null,
};
const rowsOf = (what: PaperTable, options: Partial<PaperTableOptions> = {}, of = runs) =>
  paperTable(what, of, { ...usual, ...options });
const textOf = (what: PaperTable, options: Partial<PaperTableOptions> = {}, of = runs): string[] =>
  tableText(rowsOf(what, options, of), options.format ?? 'markdown').split('\n');

describe('a table of runs', () => {
  it('has a row an experiment, mean ± SD over its seeds and the best in bold', () => {
    const lines = textOf('runs');
    expect(lines[0]).toMatch(/^\| run \| seeds \| model\.heads \| test loss \(last, ± SD\) \|/);
    expect(lines[2]).toMatch(/^\| H = 1 \| 3 \| 1 \| -0\.5000 ± 0\.1000 \|/);
    expect(lines[3]).toMatch(/^\| H = 4 \| 1 \| 4 \| \*\*-0\.7000\*\* \|/);
    expect(lines[2]).toMatch(/\| {2}\| 2\.000 ± 0\.000 \|$/);
  });

  it('has every digit in CSV, deviations beside the means', () => {
    const [head = '', first = ''] = textOf('runs', { format: 'csv' });
    expect(head).toMatch(/^run,seeds,model\.heads,test loss \(last\),test loss \(last\) sd,/);
    const [, , , mean, deviation] = first.split(',').map(Number);
    expect(mean).toBeCloseTo(-0.5, 14);
    expect(deviation).toBeCloseTo(0.1, 14);
  });

  it('tells of the best test result where that is asked', () => {
    const lines = textOf('runs', { moment: 'best', groupBy: 'none' });
    expect(lines[0]).toContain('test loss (best)');
    expect(lines[3]).toMatch(/^\| H = 1 \(aaab\) \| 1 \| 1 \| 1 \| -0\.6500 \|/);
  });

  it('has a row a run, a group, or a value of any setting; rows of one name say which they are', () => {
    expect(rowsOf('runs', { groupBy: 'none' })).toHaveLength(6);
    expect(rowsOf('runs', { groupBy: 'none' })[0]).toContain('seed');
    const names = (groupBy: string) => rowsOf('runs', { groupBy }).map(([name, seeds]) => [name, seeds]);
    expect(names('group')).toEqual([
      ['run', 'seeds'],
      ['one', '3'],
      ['H = 4 (aaad)', '1'],
      ['H = 4 (aaae)', '0'],
    ]);
    expect(names('seed')).toEqual([
      ['run', 'seeds'],
      ['seed 0', '2'],
      ['seed 1', '1'],
      ['seed 2', '1'],
    ]);
    expect(rowsOf('runs', { groupBy: 'seed' })[1]?.[2]).toBe('1, 4');
  });

  it('marks nothing where there is nothing to compare', () => {
    const text = textOf('runs', { format: 'latex' }, runs.slice(0, 3)).join('\n');
    expect(text).not.toContain('textbf');
    expect(text).toContain('\\toprule');
  });
});

describe('a table of settings that differ', () => {
  it('has a column an experiment, seeds as a range, and no place on a machine', () => {
    expect(rowsOf('differences')).toEqual([
      ['setting', 'H = 1', 'H = 4'],
      ['seed', '0–2', '0–1'],
      ['model.heads', '1', '4'],
    ]);
    const [one] = runs;
    const elsewhere = {
      ...one!,
      id: asRunId('bbbb'),
      experiment: { ...one!.experiment, dataset: { ...one!.experiment.dataset, path: '/home/me' } },
    } as RunDetail;
    expect(rowsOf('differences', {}, [one!, elsewhere])).toHaveLength(1);
  });
});

describe('a table of metrics', () => {
  it('has the measures below the runs: uniform attention and the best other, which may be the best of all', () => {
    const lines = textOf('metrics', {}, runs.slice(0, 3));
    expect(lines[0]).toMatch(/^\| run \| seeds \| test loss \(last, ± SD\) \|/);
    expect(lines[2]).toMatch(/^\| H = 1 \| 3 \| -0\.5000 ± 0\.1000 \|/);
    expect(lines[3]).toMatch(/^\| uniform, untrained \| {2}\| \*\*-0\.5200\*\* \|/);
    expect(lines[4]).toMatch(/^\| cosine, untrained \| {2}\| -0\.4500 \|/);
    expect(lines).toHaveLength(6);
  });

  it('has the measures that were chosen, and of each set of documents its own', () => {
    const names = (measures: readonly string[], of = runs) =>
      rowsOf('metrics', { measures }, of)
        .slice(1)
        .map(([name]) => name);
    expect(names([])).toEqual(['H = 1', 'H = 4']);
    expect(names(['dot-raw', 'uniform'])).toEqual(['H = 1', 'H = 4', 'uniform, untrained', 'dot, untrained']);
    const other = { ...run('cccc', 0, 8, -0.1), baselines: [dot] };
    expect(names(['dot-raw'], [...runs, other])).toEqual([
      'H = 1',
      'H = 4',
      'H = 8',
      'dot, untrained, as of H = 1',
      'dot, untrained, as of H = 8',
    ]);
  });

  it('calls no loss better than one of another kind', () => {
    const [one, , , four] = runs;
    const { training } = four!.experiment;
    const experiment = { ...four!.experiment, training: { ...training, loss: 'cross-entropy' } };
    const text = textOf('metrics', { measures: [] }, [one!, { ...four!, experiment } as RunDetail]).join();
    expect(text).not.toContain('**-0.7');
  });
});
