import { describe, expect, it } from 'vitest';
import { numpyArgsort } from '../../../src/lab/features/numpyArgsort.ts';
import { argsortCases } from './fixtures.ts';

describe('numpyArgsort', () => {
  it.each(argsortCases.map((one, index) => ({ ...one, index, length: one.values.length })))(
    'leaves ties where numpy leaves them, case $index of $length values',
    ({ values, order }) => {
      expect(Array.from(numpyArgsort(Float64Array.from(values)))).toEqual(order);
    },
  );
});
