import fc from 'fast-check';
import { readComparison, usualComparison, writeComparison } from '../../../src/shared/comparison.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

const words = [
  '{',
  '}',
  '[',
  '"',
  ',',
  ':',
  'null',
  '-1',
  '1e999',
  '"__proto__":{},',
  '\\ud800',
  '\0',
  'measure:',
];
const whole = writeComparison({
  ...usualComparison([asRunId('abcd1234'), asRunId('efgh5678')]),
  range: [0, 100],
  brush: [{ column: 'loss', within: [-1, 0] }],
  columns: ['model.heads', 'loss'],
  a: 'abcd1234',
  b: 'measure:dot-raw-softmax',
});

/** A comparison that someone saved. */
export const comparisons: FuzzTarget<string> = {
  name: 'comparison files',
  open: () =>
    Promise.resolve({
      inputs: fc.oneof(
        mutations(words).map((changes) => mutate(Buffer.from(whole), changes).toString('utf8')),
        jsonEdits.map((edits) => JSON.stringify(editJson(JSON.parse(whole), edits)) ?? ''),
        fc.string({ unit: 'binary', maxLength: 200 }),
      ),
      parse: (text) => readComparison(text, 'comparison.json'),
    }),
};
