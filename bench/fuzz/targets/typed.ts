import fc from 'fast-check';
import { parseFilter } from '../../../src/renderer/stores/runFilter.ts';
import { readSource, sourceWords } from '../../../src/renderer/views/attention/address.ts';
import { readAddress, writeAddress } from '../../../src/renderer/views/compare/compareAddress.ts';
import { usualComparison } from '../../../src/shared/comparison.ts';
import { LabError } from '../../../src/shared/errors.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import { readSideItems } from '../../../src/shared/sideItem.ts';
import { sampleRun } from '../../../tests/renderer/sampleRun.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';

const words = [
  '(',
  '((((',
  ')',
  'not ',
  ' and ',
  ' or ',
  '"',
  "'",
  '=',
  '<=',
  '~',
  '!~',
  '−',
  '1e999',
  '\ud800',
];
const filters = [
  'loss < -0.5 and (heads = 4 or lr >= 1e-3) and not state = failed and tag ~ "sweep 2"',
  'starred or model.headDim != 8026',
];
const paths: ReadonlySet<string> = new Set(['model.heads', 'model.headDim', 'training.learningRate']);
const run = sampleRun();

/** What a person types above the runs. */
export const filterTexts: FuzzTarget<string> = {
  name: 'filter of runs',
  open: () =>
    Promise.resolve({
      inputs: fc.oneof(
        fc
          .tuple(fc.constantFrom(...filters), mutations(words))
          .map(([text, changes]) => mutate(Buffer.from(text), changes).toString('utf8')),
        fc
          .array(fc.constantFrom(...words, 'loss', 'tag', '4'), { maxLength: 60 })
          .map((parts) => parts.join('')),
      ),
      parse: (text) => {
        const parsed = parseFilter(text, paths);
        if (parsed.ok) return parsed.test(run);
        throw new LabError('bad-input', `${parsed.fault.kind}: ${parsed.fault.text || '(nothing)'}`);
      },
    }),
};

const comparison = writeAddress({
  ...usualComparison([asRunId('abcd1234'), asRunId('efgh5678')]),
  plot: 'scatter',
  range: [0, 100],
  brush: [{ column: 'loss', within: [-1, 0] }],
});
const names = [
  ...Object.keys(comparison),
  ...sourceWords,
  'maps',
  'log',
  'columns',
  '__proto__',
  'constructor',
];
const value = fc.oneof(
  fc.constantFrom(
    'abcd1234',
    'd'.repeat(64),
    '0',
    '-1',
    '1e999',
    'none',
    ',',
    '..',
    'a..b',
    'measure:x',
    'NaN',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

/** Addresses of the window that someone sent: what they do not say takes its usual value. */
export const addresses: FuzzTarget<Readonly<Record<string, string | readonly string[] | null>>> = {
  name: 'addresses of the window',
  neverRefuses: true,
  open: () =>
    Promise.resolve({
      inputs: fc
        .array(
          fc.tuple(
            fc.constantFrom(...names),
            fc.oneof(value, fc.constant(null), fc.array(value, { maxLength: 3 })),
          ),
          {
            maxLength: 8,
          },
        )
        .map((pairs) => ({ ...comparison, ...Object.fromEntries(pairs) })),
      parse: (query) => {
        const asQuery = query as Parameters<typeof readAddress>[0];
        readSource(asQuery);
        const read = readAddress(asQuery);
        // What was understood can be sent on, and reads the same.
        const again = readAddress(writeAddress(read));
        if (JSON.stringify(again) !== JSON.stringify(read))
          throw new Error('an address that does not read back');
        for (const text of Object.values(query)) if (typeof text === 'string') readSideItems(text);
      },
    }),
};
