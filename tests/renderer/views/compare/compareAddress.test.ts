import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asRunId } from '../../../../src/shared/ids.ts';
import { orderKinds } from '../../../../src/shared/order.ts';
import { scaleKinds } from '../../../../src/shared/scales.ts';
import { metrics, type MetricName } from '../../../../src/shared/metrics.ts';
import {
  comparisonPlots,
  curveAxes,
  mostCompared,
  spreadKinds,
  type Comparison,
} from '../../../../src/shared/comparison.ts';
import { readAddress, writeAddress } from '../../../../src/renderer/views/compare/compareAddress.ts';

const id = fc.stringMatching(/^[a-z0-9]{4,12}$/).map(asRunId);
const column = fc.constantFrom('testLoss', 'model.heads', 'training.learningRate', 'seed');
const interval = fc
  .tuple(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  .map(([one, other]): [number, number] => [Math.min(one, other) + 0, Math.max(one, other) + 0]);
const side = fc.option(fc.oneof(id, fc.constantFrom('measure:uniform', 'measure:dot-raw-softmax')));
const state: fc.Arbitrary<Comparison> = fc.record({
  runs: fc.uniqueArray(id, { maxLength: 8 }),
  hidden: fc.uniqueArray(id, { maxLength: 3 }),
  plot: fc.constantFrom(...comparisonPlots),
  groupBy: fc.constantFrom('experiment', 'group', 'none', 'model.heads'),
  band: fc.option(fc.constantFrom(...spreadKinds)),
  smoothing: fc.option(fc.double({ min: 0, max: 0.99, noNaN: true }).map((value) => value + 0)),
  raw: fc.boolean(),
  axis: fc.constantFrom(...curveAxes),
  logX: fc.boolean(),
  logY: fc.boolean(),
  range: fc.option(interval),
  baselines: fc.option(fc.uniqueArray(fc.constantFrom('uniform', 'dot-raw-softmax', 'rbf-raw'))),
  metrics: fc.option(fc.uniqueArray(fc.constantFrom(...(Object.keys(metrics) as MetricName[])))),
  columns: fc.option(fc.uniqueArray(column)),
  x: fc.option(column),
  y: fc.option(column),
  brush: fc.array(fc.record({ column, within: interval }), { maxLength: 3 }),
  a: side,
  b: side,
  step: fc.option(fc.nat()),
  sequence: fc.nat(60),
  head: fc.option(fc.nat(63)),
  order: fc.constantFrom(...orderKinds),
  scale: fc.constantFrom(...scaleKinds),
  target: fc.boolean(),
});

describe('the address of a comparison', () => {
  it('reopens what was on screen', () => {
    fc.assert(
      fc.property(state, (before) => {
        expect(readAddress(writeAddress(before))).toEqual(before);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('is short where everything is usual', () => {
    expect(writeAddress(readAddress({ runs: 'abcd,efgh' }))).toEqual({ runs: 'abcd,efgh' });
  });

  it('takes the usual value for whatever it does not understand', () => {
    const read = readAddress({
      runs: 'abcd,../etc,abcd,EFGH',
      step: 'soon',
      head: '-1',
      axis: 'weeks',
      scale: ['sqrt', 'log'],
      log: 'yes',
      order: null,
      range: '9..1',
      brush: 'testLoss:low..high',
      a: '../..',
    });
    expect(read).toEqual(readAddress({ runs: 'abcd' }));
  });

  it('opens no more runs than can be told apart', () => {
    const runs = Array.from(
      { length: mostCompared + 30 },
      (_, index) => `run${String(index).padStart(4, '0')}`,
    ).join(',');
    expect(readAddress({ runs }).runs).toHaveLength(mostCompared);
  });
});
