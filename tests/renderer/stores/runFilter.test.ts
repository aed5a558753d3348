import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/shared/presets.ts';
import type { RunSummary } from '../../../src/shared/run.ts';
import { flattenConfig } from '../../../src/shared/configPaths.ts';
import { readField, type FieldReader } from '../../../src/shared/runFields.ts';
import { parseFilter } from '../../../src/renderer/stores/runFilter.ts';
import { sampleRun } from '../sampleRun.ts';

const scaled = presets.find(({ id }) => id === 'notebook-scaled')!.experiment;
const paths = new Set(flattenConfig(scaled).keys());

const four = sampleRun({
  name: 'Four heads',
  state: 'finished',
  experiment: {
    ...scaled,
    model: { ...scaled.model, heads: 4 },
    training: { ...scaled.training, learningRate: 1e-4 },
  },
  lastLoss: -0.7758,
  tags: ['Sweep 2', 'paper'],
  starred: true,
});
const one = sampleRun({
  name: 'One head',
  state: 'failed',
  experiment: scaled,
  lastLoss: null,
  note: 'memory',
});
const runs = [four, one];

function kept(text: string): readonly RunSummary[] | string {
  const parsed = parseFilter(text, paths);
  if (!parsed.ok) return `${parsed.fault.kind}: ${parsed.fault.text}`;
  return runs.filter(parsed.test);
}

describe('the filter above the runs', () => {
  it('keeps all when empty', () => {
    expect(kept('  ')).toEqual(runs);
  });

  it('looks for every word in names, tags, groups, notes and states', () => {
    expect(kept('HEADS paper')).toEqual([four]);
    expect(kept('memory failed')).toEqual([one]);
    expect(kept('heads memory')).toEqual([]);
  });

  it('compares metrics, settings and states', () => {
    expect(kept('loss < -0.5 and heads = 4 and state = finished')).toEqual([four]);
    expect(kept('loss < −0.5')).toEqual([four]);
    expect(kept('lr <= 1e-5')).toEqual([one]);
    expect(kept('model.heads >= 1')).toEqual(runs);
    expect(kept('headDim = full')).toEqual(runs);
  });

  it('compares metrics at another time as they are given, and says which it needs', () => {
    const at: FieldReader = (run, field) =>
      field.includes('@')
        ? { 'testLoss@best': -0.6, 'sameClassMass@140': 0.7 }[field]
        : readField(run, field);
    const parsed = parseFilter('testloss@best < -0.5 and mass@140 > 0.6 and heads = 4', paths, at);
    if (!parsed.ok) throw new Error(parsed.fault.text);
    expect(runs.filter(parsed.test)).toEqual([four]);
    expect([...parsed.fields]).toEqual(['testLoss@best', 'sameClassMass@140', 'model.heads']);
    expect(kept('loss@best < 0 or loss@last < 0')).toEqual([four]);
    expect(kept('entropy@best < 1')).toBe('unknown-field: entropy@best');
    expect(kept('testLoss@soon < 1')).toBe('unknown-field: testLoss@soon');
    expect(kept('lr@best < 1')).toBe('unknown-field: lr@best');
  });

  it('binds not, then and, then or, and obeys brackets', () => {
    expect(kept('heads = 4 or heads = 1 and state = queued')).toEqual([four]);
    expect(kept('(heads = 4 or heads = 1) and state = failed')).toEqual([one]);
    expect(kept('not heads = 4')).toEqual([one]);
    expect(kept('starred and not (lr = 3)')).toEqual([four]);
  });

  it('reads quoted texts, lists and what is missing', () => {
    expect(kept('tag = "sweep 2"')).toEqual([four]);
    expect(kept("tag ~ 'pap'")).toEqual([four]);
    expect(kept('tag !~ pap')).toEqual([one]);
    expect(kept('loss = none')).toEqual([one]);
    expect(kept('loss > -10')).toEqual([four]);
    expect(kept('loss != -0.7758')).toEqual([one]);
  });

  it.each([
    ['learning = 3', 'unknown-field: learning'],
    ['heads =', 'missing-value: heads ='],
    ['heads = 4 and', 'unfinished: and'],
    ['heads and state = failed', 'missing-comparison: heads'],
    ['(heads = 4', 'unfinished: 4'],
    ['heads = 4 state = failed', 'unexpected: state'],
    ['= 4', 'unexpected: ='],
    ['heads ! 4 = 3', 'missing-comparison: heads'],
  ])('says what is wrong with %s', (text, fault) => {
    expect(kept(text)).toBe(fault);
  });

  it('understands the signs of other languages', () => {
    expect(kept('loss < -0.5 && heads = 4')).toEqual([four]);
    expect(kept('heads=4||state = failed')).toEqual(runs);
    expect(kept('!(heads = 4)')).toEqual([one]);
    expect(kept('! starred && heads <> 4')).toEqual([one]);
    expect(kept('heads => 4')).toEqual([four]);
    expect(kept('heads =< 1')).toEqual([one]);
  });

  it('says what no run can have, instead of finding none', () => {
    expect(kept('state = finishd')).toBe('unknown-state: finishd');
    expect(kept('state ~ fin')).toEqual([four]);
    expect(kept('heads = four')).toBe('not-a-number: four');
    expect(kept('lr >= 1e-4x')).toBe('not-a-number: 1e-4x');
    expect(kept('loss = "-0.5"')).toBe('not-a-number: -0.5');
    expect(kept('testLoss@best < low')).toBe('not-a-number: low');
    expect(kept('loss = none')).toEqual([one]);
    expect(kept('headDim = full')).toEqual(runs);
    expect(kept('tag ~ "sweep')).toBe('unclosed: "sweep');
  });

  it('quotes no more of what it does not understand than is read at a glance', () => {
    expect(kept(`heads = "${'x '.repeat(500)}`)).toBe(`unclosed: "${'x '.repeat(39)}x…`);
  });

  it.each(['('.repeat(50_000), 'not '.repeat(50_000), 'loss < 1 and '.repeat(50_000)])(
    'refuses what would take longer than a person types: %.12s…',
    (text) => {
      expect(kept(`${text}loss < 1`)).toBe('too-long: 1000');
    },
  );
});
