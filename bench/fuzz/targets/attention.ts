import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openAttention } from '../../../src/lab/bundle/attentionFile.ts';
import { npy, safetensors, zip, type ArraySpec } from '../../../tests/lab/bundle/writers.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';

const array: ArraySpec = {
  shape: [2, 2, 3, 3],
  type: 'f4',
  big: false,
  fortran: false,
  values: Array.from({ length: 36 }, () => 1 / 3),
};
const json = {
  attention: [
    [
      [
        [0.5, 0.5],
        [0.25, 0.75],
      ],
    ],
  ],
  tokens: ['a', 'b'],
};
const files = [
  npy(array),
  zip({ 'attention.npy': npy(array) }, false),
  zip({ 'attention.npy': npy(array), 'b/attention.npy': npy(array) }, true),
  safetensors({ attention: { dtype: 'F32', array } }),
  Buffer.from(JSON.stringify(json)),
];
const words = [
  'PK\u0003\u0004',
  '\u0093NUMPY',
  "'shape': (",
  '99999999999',
  '-1',
  '{',
  '[',
  '[[[[',
  '"',
  'F64',
  '\0\0\0\0',
  '\u00ff\u00ff\u00ff\u00ff',
];

/** Attention that another program wrote: npy, npz, safetensors and JSON. */
export const attentionFiles: FuzzTarget<Buffer> = {
  name: 'attention files (npy, npz, safetensors, JSON)',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'attention');
    return {
      inputs: fc
        .tuple(fc.constantFrom(...files), mutations(words))
        .map(([file, changes]) => mutate(file, changes)),
      parse: async (bytes) => {
        writeFileSync(path, bytes);
        const file = await openAttention(path, { rows: 'keys' });
        try {
          for (const example of file.examples) await example.readMatrix(0, 0);
        } finally {
          await file.close();
        }
      },
    };
  },
};
