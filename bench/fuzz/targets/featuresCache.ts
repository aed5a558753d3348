import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readCache, writeCache } from '../../../src/lab/features/cache.ts';
import type { SparseMatrix } from '../../../src/lab/features/matrix.ts';
import { LabError } from '../../../src/shared/errors.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';

const words = ['{"columns":', '"nnz":', '99999999999', '-1', '\n', '\0\0\0\0', '\u00ff\u00ff\u00ff\u007f'];
const matrix = (): SparseMatrix => ({
  rows: 2,
  columns: 3,
  indptr: Int32Array.of(0, 2, 3),
  indices: Int32Array.of(0, 2, 1),
  values: Float32Array.of(0.5, 0.25, 1),
});

interface Input {
  readonly bytes: Buffer;
  /** Whether its checksum is that of what it now holds, so that the rest is looked at. */
  readonly resealed: boolean;
}

/** Features kept by a lab before: whole, or made again. */
export const featuresCache: FuzzTarget<Input> = {
  name: 'features cache',
  open: async (folder) => {
    mkdirSync(folder, { recursive: true });
    const model = {
      terms: ['ab', 'cd', 'ef'],
      idf: Float64Array.of(1, 2, 3),
      documentFrequency: Int32Array.of(1, 2, 3),
    };
    await writeCache(folder, 'key', { model, train: matrix(), test: matrix() });
    const [name = ''] = readdirSync(folder);
    const path = join(folder, name);
    const whole = readFileSync(path);
    return {
      inputs: fc.record({
        bytes: mutations(words).map((changes) => mutate(whole, changes)),
        resealed: fc.boolean(),
      }),
      parse: async ({ bytes, resealed }) => {
        writeFileSync(path, resealed ? reseal(bytes) : bytes);
        const found = await readCache(folder, 'key');
        if (found.kind === 'damaged') throw new LabError('io', found.reason);
        return found;
      },
    };
  },
};

/** Format and sum stand in the first line, of which the sum is the last word. */
function reseal(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\n');
  if (end < 0) return bytes;
  const body = bytes.subarray(end + 1);
  const title = bytes
    .subarray(0, end)
    .toString('latin1')
    .replace(/\S*$/, createHash('sha256').update(body).digest('hex'));
  return Buffer.concat([Buffer.from(`${title}\n`, 'latin1'), body]);
}
