import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sharedFile } from '../../helpers/sharedData.ts';

/** Values of torch 1.13 and numpy 1.24, written by the reference folder's own script (RNG.md, section 6). */

const vectorSchema = z.union([
  z.object({ values: z.array(z.number()) }),
  z.object({ first32: z.array(z.number()), last32: z.array(z.number()), sha256_le: z.string() }),
]);
const drawSchema = z.intersection(
  z.object({ fn: z.enum(['randn', 'rand', 'randperm']), size: z.number() }),
  vectorSchema,
);
const callSchema = z.union([drawSchema, z.object({ fn: z.literal('manual_seed') })]);
const sequencesSchema = z.array(z.object({ seed: z.number(), calls: z.array(callSchema) }));

const oracleSchema = z.object({
  mt19937_raw: z.array(
    z.object({
      seed: z.number(),
      first8: z.array(z.number()),
      at623_626: z.array(z.number()),
      at1999: z.number(),
    }),
  ),
  torch_seed_words: z.array(z.object({ seed: z.string(), rand4: z.array(z.number()) })),
  torch_sequences: sequencesSchema,
  torch_mixed: sequencesSchema,
  torch_notebook: sequencesSchema,
  torch_tail: z.array(
    z.object({ seed: z.number(), size: z.number(), randn: z.array(z.number()), next_rand: z.number() }),
  ),
  numpy: z.array(
    z.object({ seed: z.number(), n: z.number(), shuffle: vectorSchema, second_shuffle: vectorSchema }),
  ),
});

export type Oracle = z.output<typeof oracleSchema>;
export type OracleVector = z.output<typeof vectorSchema>;
export type OracleDraw = z.output<typeof drawSchema>;

const path = sharedFile('reference/rng.json');

const oracle = path === undefined ? undefined : oracleSchema.parse(JSON.parse(readFileSync(path, 'utf8')));

/** A describe that runs with the oracle, or is skipped by a name that says what is missing. */
export function describeWithOracle(title: string, body: (oracle: Oracle) => void): void {
  const note = oracle === undefined ? ' (skipped: no shared reference/rng.json)' : '';
  describe.skipIf(oracle === undefined)(`${title}${note}`, () => {
    if (oracle === undefined) it('compares bit for bit', () => undefined);
    else body(oracle);
  });
}

/** Checks every bit: the whole array, or its ends and the sha256 of its little-endian bytes. */
export function expectVector(actual: Float32Array | Int32Array, expected: OracleVector): void {
  if ('values' in expected) {
    expect(Array.from(actual)).toEqual(expected.values);
    return;
  }
  expect(Array.from(actual.subarray(0, 32))).toEqual(expected.first32);
  expect(Array.from(actual.subarray(-32))).toEqual(expected.last32);
  expect(sha256(actual)).toBe(expected.sha256_le);
}

function sha256(values: Float32Array | Int32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256').update(bytes).digest('hex');
}
