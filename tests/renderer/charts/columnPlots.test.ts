import { describe, expect, it } from 'vitest';
import { barGroups } from '../../../src/renderer/charts/barGroups.ts';
import { barsPlan } from '../../../src/renderer/charts/barsPlan.ts';
import { columnAxis, distinctPlaces, withinBrushes } from '../../../src/renderer/charts/columnAxis.ts';
import { parallelPlan, parallelRunAt } from '../../../src/renderer/charts/parallelPlan.ts';
import type { Mark, PathMark, RectMark, TextMark } from '../../../src/renderer/charts/plan.ts';
import { scatterPlan, scatterRunAt } from '../../../src/renderer/charts/scatterPlan.ts';
import { runColour } from '../../../src/shared/colours.ts';
import type { FieldValue } from '../../../src/shared/runFields.ts';
import { valueSpread } from '../../../src/shared/spread.ts';
import { sampleRun } from '../sampleRun.ts';

const axis = (id: string, values: readonly FieldValue[]): ReturnType<typeof columnAxis> =>
  columnAxis({ id, title: id, values, text: (value) => String(value as string | number) });

const texts = (marks: readonly Mark[]): readonly string[] =>
  marks.filter((mark): mark is TextMark => mark.kind === 'text').map(({ text }) => text);
const runs = [
  { name: 'one', colour: 0 },
  { name: 'two', colour: 1 },
  { name: 'three', colour: 2 },
];
const options = { theme: 'light', width: 600, height: 300, picked: [true, true, true] } as const;
const lr = axis('lr', [1e-5, 1e-3, 1e-1]);
const loss = axis('loss', [-0.4, -0.8, -0.6]);

describe('a column as an axis', () => {
  it('is logarithmic over more than two decades and says so', () => {
    expect(lr).toMatchObject({ log: true, title: 'lr, log', isCategory: false });
    expect(loss).toMatchObject({ log: false, title: 'loss' });
    expect(axis('heads', [1, 2, 4]).ticks.map(({ at }) => at)).toEqual([1, 2, 4]);
  });

  it('stands what is no number in steps, in the order of the texts', () => {
    const init = axis('init', ['scaled', 'normal', 'scaled']);
    expect(init).toMatchObject({ isCategory: true, places: [1, 0, 1], low: -0.5, high: 1.5 });
    expect(init.ticks.map(({ text }) => text)).toEqual(['normal', 'scaled']);
  });

  it('has no place for a run without a value, which no interval lets through', () => {
    const tested = axis('testLoss', [-0.4, undefined, null]);
    expect(tested.places).toEqual([-0.4, null, null]);
    expect(distinctPlaces(tested)).toEqual([-0.4]);
    expect(withinBrushes(3, [{ axis: tested, within: [-1, 0] }])).toEqual([true, false, false]);
    expect(withinBrushes(3, [])).toEqual([true, true, true]);
  });

  it('of one value, or of none, still has two ends', () => {
    for (const values of [[3, 3], [0], [undefined], []]) {
      const { low, high } = axis('same', values);
      expect(high).toBeGreaterThan(low);
    }
  });
});

describe('parallel coordinates', () => {
  const plan = parallelPlan(runs, [lr, loss], options);
  const lines = (marks: readonly Mark[], colour: string): readonly PathMark[] =>
    marks.filter((mark): mark is PathMark => mark.kind === 'path' && mark.stroke === colour);

  it('draw a line a run from axis to axis', () => {
    const [left, right] = plan.axes as [(typeof plan.axes)[0], (typeof plan.axes)[0]];
    const [line] = lines(plan.marks, runColour('light', 0));
    expect(line?.lines[0]?.[0]).toBe(left.x);
    expect(line?.lines[0]?.[2]).toBe(right.x);
    // The smallest rate stands lowest, the largest loss highest.
    expect(line?.lines[0]?.[1]).toBeGreaterThan((left.top + left.bottom) / 2);
    expect(line?.lines[0]?.[3]).toBeLessThan((right.top + right.bottom) / 2);
  });

  it('break a line where its run has no value', () => {
    const gap = axis('gap', [1, undefined, 3]);
    const broken = parallelPlan(runs, [lr, gap, loss], options);
    const [line] = lines(broken.marks, runColour('light', 1));
    expect(line?.lines).toHaveLength(2);
  });

  it('draw what is not picked faint and grey, below the picked', () => {
    const some = parallelPlan(runs, [lr, loss], { ...options, picked: [false, true, false] });
    expect(lines(some.marks, runColour('light', 0))).toHaveLength(0);
    expect(lines(some.marks, runColour('light', 1))).toHaveLength(1);
    expect(some.description).toContain('1 picked');
  });

  it('tell the run whose line passes under the pointer', () => {
    const [left] = plan.axes;
    const [line] = lines(plan.marks, runColour('light', 2));
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = line?.lines[0] ?? [];
    const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
    expect(parallelRunAt(plan, [lr, loss], middle, 3)).toBe(2);
    expect(parallelRunAt(plan, [lr, loss], { x: (left?.x ?? 0) - 20, y: 100 }, 3)).toBeNull();
  });
});

describe('a scatter', () => {
  it('has a point a run at its values, and finds it again', () => {
    const plan = scatterPlan(runs, lr, loss, options);
    const [first, second] = plan.points;
    expect(first?.x).toBeLessThan(second?.x ?? 0);
    expect(first?.y).toBeLessThan(second?.y ?? 0);
    expect(scatterRunAt(plan, { x: (second?.x ?? 0) + 3, y: second?.y ?? 0 })).toBe(1);
    expect(scatterRunAt(plan, { x: plan.plot.x, y: plan.plot.y - 40 })).toBeNull();
    expect(texts(plan.marks)).toEqual(expect.arrayContaining(['one', 'two', 'three', 'lr, log', 'loss']));
  });

  it('leaves out a run without a value and says how many it shows', () => {
    const plan = scatterPlan(runs, axis('x', [1, undefined, 2]), loss, options);
    expect(plan.points[1]).toBeNull();
    expect(plan.description).toContain('2 of 3 runs');
  });
});

describe('bars of test results', () => {
  const tested = (name: string, seed: number, value: number): ReturnType<typeof sampleRun> => {
    const run = sampleRun({ name });
    return {
      ...run,
      experiment: { ...run.experiment, seed, name },
      lastEvaluation: {
        epoch: 1,
        step: 10,
        seconds: 1,
        metrics: { loss: value, sameClassMass: 0.5, voteAccuracy: 0.5, precisionAt1: 0.5, entropy: 2 },
      },
    };
  };
  const all = [tested('base', 0, -0.3), tested('base', 1, -0.5), sampleRun({ name: 'untested', group: 'g' })];

  it('gather the repeats of an experiment, a bar a group; "none" is a bar a run', () => {
    expect(barGroups(all, 'experiment', ['loss']).map(({ values }) => values)).toEqual([[[-0.3, -0.5]]]);
    expect(barGroups(all, 'none', ['loss']).map(({ name }) => name)).toEqual(['base', 'base 1', 'untested']);
  });

  it('reach from zero to the mean, with the spread of the repeats', () => {
    const [group] = barGroups(all.slice(0, 2), 'experiment', ['loss']);
    const metric = { title: 'test loss', decimals: 4, better: 'lower', lines: [] } as const;
    const plan = barsPlan([group!], [metric], { theme: 'light', width: 600, spread: 'sd' });
    const bar = plan.marks.find((mark): mark is RectMark => mark.kind === 'rect');
    expect(bar?.fill).toBe(runColour('light', group!.colour));
    expect(texts(plan.marks)).toContain('−0.4000 ± 0.1414');
    expect(texts(plan.marks)).toContain('lower is better');
    const range = barsPlan([group!], [metric], { theme: 'light', width: 600, spread: 'range' });
    expect(texts(range.marks)).toContain('−0.4000 (−0.5000 … −0.3000)');
    const alone = barsPlan([group!], [metric], { theme: 'light', width: 600, spread: null });
    expect(texts(alone.marks)).toContain('−0.4000');
  });

  it('stand below one another where there is no room beside', () => {
    const [group] = barGroups(all.slice(0, 2), 'experiment', ['loss', 'entropy']);
    const metric = { title: 'a', decimals: 2, better: 'neither', lines: [] } as const;
    const wide = barsPlan([group!], [metric, metric], { theme: 'light', width: 900, spread: 'sd' });
    const narrow = barsPlan([group!], [metric, metric], { theme: 'light', width: 300, spread: 'sd' });
    expect(narrow.height).toBeGreaterThan(wide.height * 1.5);
  });
});

describe('the spread of values', () => {
  it('is that of n − 1, its standard error or its ends; of one value nothing', () => {
    const values = [1, 2, 4];
    const deviation = Math.sqrt(7 / 3);
    expect(valueSpread(values, 'sd')?.half).toBeCloseTo(deviation, 12);
    expect(valueSpread(values, 'se')?.half).toBeCloseTo(deviation / Math.sqrt(3), 12);
    expect(valueSpread(values, 'range')).toMatchObject({ low: 1, high: 4, half: null });
    expect(valueSpread([3], 'sd')).toEqual({ mean: 3, low: 3, high: 3, count: 1, half: null });
    expect(valueSpread([Number.NaN], 'sd')).toBeNull();
  });
});
