import { describe, expect, it } from 'vitest';
import { nextSorting, sortRuns } from '../../../../src/renderer/views/runs/sortRuns.ts';
import { sampleRun } from '../../sampleRun.ts';

const runs = [
  sampleRun({ name: 'sweep 10', bestLoss: -0.2 }),
  sampleRun({ name: 'sweep 2', bestLoss: null }),
  sampleRun({ name: 'baseline', bestLoss: -0.9 }),
  sampleRun({ name: 'sweep 2', bestLoss: Number.NaN }),
];
const names = (sorted: readonly { readonly name: string }[]): string[] => sorted.map(({ name }) => name);

describe('runs in order of a column', () => {
  it('go by number, those without one last in either direction', () => {
    const up = sortRuns(runs, ({ bestLoss }) => bestLoss, false);
    expect(names(up)).toEqual(['baseline', 'sweep 10', 'sweep 2', 'sweep 2']);
    const down = sortRuns(runs, ({ bestLoss }) => bestLoss, true);
    expect(names(down)).toEqual(['sweep 10', 'baseline', 'sweep 2', 'sweep 2']);
  });

  it('go by alphabet with the numbers in a text by size, equal ones as they were', () => {
    const sorted = sortRuns(runs, ({ name }) => name, false);
    expect(names(sorted)).toEqual(['baseline', 'sweep 2', 'sweep 2', 'sweep 10']);
    expect(sorted[1]).toBe(runs[1]);
    expect(sorted[2]).toBe(runs[3]);
    expect(sortRuns(runs, ({ name }) => name, true)[1]).toBe(runs[1]);
  });

  it('have numbers before texts where a column has both', () => {
    const mixed = sortRuns(runs, ({ name, bestLoss }) => (name === 'baseline' ? 'full' : bestLoss), false);
    expect(names(mixed).slice(0, 2)).toEqual(['sweep 10', 'baseline']);
  });

  it('turn ascending, descending and back at clicks; another column begins anew', () => {
    const once = nextSorting([], 'seed');
    expect(once).toEqual([{ id: 'seed', desc: false }]);
    const twice = nextSorting(once, 'seed');
    expect(twice).toEqual([{ id: 'seed', desc: true }]);
    expect(nextSorting(twice, 'seed')).toEqual([]);
    expect(nextSorting(twice, 'time')).toEqual([{ id: 'time', desc: false }]);
  });
});
