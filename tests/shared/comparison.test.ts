import { describe, expect, it } from 'vitest';
import {
  mostCompared,
  readComparison,
  usualComparison,
  writeComparison,
  type Comparison,
} from '../../src/shared/comparison.ts';
import { LabError } from '../../src/shared/errors.ts';
import { asRunId } from '../../src/shared/ids.ts';

const runs = ['aaaa1111', 'bbbb2222'].map(asRunId);
const chosen: Comparison = {
  ...usualComparison(runs),
  plot: 'scatter',
  groupBy: 'model.heads',
  band: null,
  smoothing: 0.5,
  x: 'training.learningRate',
  y: 'testLoss',
  brush: [{ column: 'testLoss', within: [-0.8, -0.4] }],
  a: 'measure:dot-raw-softmax',
  range: [10, 200],
};

const fault = (text: string): string => {
  try {
    readComparison(text, 'mine.json');
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
  throw new Error('was read');
};
const changed = (changes: object): string =>
  JSON.stringify({ ...(JSON.parse(writeComparison(chosen)) as object), ...changes });

describe('a comparison file', () => {
  it('reopens what was saved', () => {
    expect(readComparison(writeComparison(chosen), 'mine.json')).toEqual(chosen);
  });

  it('says what it is and writes what is usual, too', () => {
    const written = JSON.parse(writeComparison(usualComparison(runs))) as Record<string, unknown>;
    expect(written).toMatchObject({ format: 'attention-lab comparison', version: 1, band: 'sd', raw: true });
  });

  it('may leave out all but its runs', () => {
    const text = JSON.stringify({ format: 'attention-lab comparison', version: 1, runs });
    expect(readComparison(text, 'mine.json')).toEqual(usualComparison(runs));
  });

  it('is refused with what is wrong and where', () => {
    expect(fault('{"runs": [')).toBe('mine.json: not JSON');
    expect(fault('[]')).toMatch(/^mine\.json: /);
    expect(fault(changed({ format: 'something else' }))).toMatch(/^mine\.json, format: /);
    expect(fault(changed({ version: 2 }))).toMatch(/^mine\.json, version: /);
    expect(fault(changed({ runs: ['../../etc'] }))).toBe('mine.json, runs.0: not a run id');
    expect(fault(changed({ range: [5, 1] }))).toBe('mine.json, range: ends before it begins');
    expect(fault(changed({ a: 'measure:' }))).toBe('mine.json, a: neither a run id nor a measure');
    expect(fault(changed({ colour: 'red' }))).toMatch(/colour/);
    const many = Array.from({ length: mostCompared + 1 }, (_, i) => `run${String(i).padStart(4, '0')}`);
    expect(fault(changed({ runs: many }))).toBe('mine.json, runs: more than 200 runs cannot be told apart');
  });
});
