import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asRunId } from '../../../../src/shared/ids.ts';
import { orderKinds } from '../../../../src/shared/order.ts';
import { scaleKinds } from '../../../../src/shared/scales.ts';
import { spreadKinds } from '../../../../src/renderer/charts/lossGroup.ts';
import {
  mostCompared,
  readAddress,
  writeAddress,
  type CompareState,
} from '../../../../src/renderer/views/compare/compareAddress.ts';

const id = fc.stringMatching(/^[a-z0-9]{4,12}$/).map(asRunId);
const state: fc.Arbitrary<CompareState> = fc.record({
  runs: fc.uniqueArray(id, { maxLength: 8 }),
  hidden: fc.uniqueArray(id, { maxLength: 3 }),
  a: fc.option(id),
  b: fc.option(id),
  step: fc.option(fc.nat()),
  sequence: fc.nat(60),
  head: fc.option(fc.nat(63)),
  axis: fc.constantFrom('step', 'epoch', 'time'),
  logY: fc.boolean(),
  raw: fc.boolean(),
  band: fc.option(fc.constantFrom(...spreadKinds)),
  baselines: fc.option(fc.uniqueArray(fc.constantFrom('uniform', 'dot-raw-softmax', 'rbf-raw'))),
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
    });
    expect(read).toEqual(readAddress({ runs: 'abcd' }));
  });

  it('opens no more runs than can be told apart', () => {
    const runs = Array.from({ length: 80 }, (_, index) => `run${String(index).padStart(4, '0')}`).join(',');
    expect(readAddress({ runs }).runs).toHaveLength(mostCompared);
  });
});
