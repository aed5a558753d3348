import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openAttention } from '../../../src/lab/bundle/attentionFile.ts';
import { bundleFromFile } from '../../../src/lab/bundle/bundleOf.ts';
import { keepAttention } from '../../../src/lab/bundle/keep.ts';
import { LabError } from '../../../src/shared/errors.ts';
import { seededNumbers } from '../../helpers/seededNumbers.ts';
import { npy, safetensors, zip, type ArraySpec } from './writers.ts';

const folder = mkdtempSync(join(tmpdir(), 'attention-any-'));
afterAll(() => rmSync(folder, { recursive: true }));

const wordOf = { f2: 'F16', f4: 'F32', f8: 'F64' } as const;

/** One way or another to write the same array. */
const containers: Readonly<Record<string, (array: ArraySpec) => Buffer>> = {
  npy: (array) => npy(array),
  'npy 2': (array) => npy(array, 2),
  'npy 3': (array) => npy(array, 3),
  stored: (array) => zip({ 'attention.npy': npy(array) }, false),
  deflated: (array) => zip({ 'attention.npy': npy(array) }, true),
  safetensors: (array) => safetensors({ attention: { dtype: wordOf[array.type], array } }),
};

const arrays = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
    type: fc.constantFrom('f2', 'f4', 'f8'),
    big: fc.boolean(),
    fortran: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ seed, ...array }): ArraySpec => {
    // Multiples of 1/1024: exact in every type.
    const values = makeValues(
      seed,
      array.shape.reduce((product, length) => product * length, 1),
    );
    return { ...array, values };
  });

function makeValues(seed: number, count: number): number[] {
  const { index } = seededNumbers(seed);
  return Array.from({ length: count }, () => index(1025) / 1024);
}

describe('a file of attention', () => {
  it('gives the same numbers whatever its type, byte order, axis order and container', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(arrays, fc.constantFrom(...Object.keys(containers)), async (array, container) => {
        const path = join(folder, `any-${(count += 1)}`);
        const written = container === 'safetensors' ? { ...array, big: false, fortran: false } : array;
        writeFileSync(path, containers[container]!(written));
        const file = await openAttention(path, { rows: 'keys' });
        const read: number[] = [];
        for (const example of file.examples) {
          const part = { layer: null, head: null };
          read.push(...(await bundleFromFile(file.name, example, 'keys', part)).values);
        }
        await file.close();
        expect(read).toEqual(array.values);
      }),
      { numRuns: 300, seed: 20_251 },
    );
  });

  it('is refused in a sentence, 1000 times damaged in a seeded way, and leaves nothing behind', async () => {
    const fixtures = join(import.meta.dirname, '../../fixtures/bundles/files');
    const originals = readdirSync(fixtures)
      .sort()
      .map((name) => readFileSync(join(fixtures, name)));
    const { index: below } = seededNumbers(6);
    const path = join(folder, 'damaged');
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('attention-import-'));
    let refused = 0;
    for (let round = 0; round < 1000; round += 1) {
      writeFileSync(path, damage(originals[below(originals.length)]!, below));
      try {
        const file = await openAttention(path, { rows: 'queries' });
        try {
          await keepAttention(file, join(folder, 'kept'));
        } finally {
          await file.close();
        }
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        expect(error.sentence).not.toMatch(/undefined|\[object/);
        expect(error.sentence.length).toBeLessThan(400);
        refused += 1;
      }
    }
    // Some damage only changes a number or a name, which no reader can know.
    expect(refused).toBeGreaterThan(600);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('attention-import-'))).toEqual(before);
    expect(readdirSync(join(folder, 'kept')).filter((name) => name.startsWith('unfinished'))).toEqual([]);
  }, 60_000);

  it('may not promise what it does not hold, nor more than a machine can show', async () => {
    const small: ArraySpec = { shape: [2, 2], type: 'f4', big: false, fortran: false, values: [0, 1, 1, 0] };
    const lying = (shape: string): Buffer =>
      Buffer.from(npy(small).toString('latin1').replace('(2, 2)', shape), 'latin1');
    const withLength = (bytes: Buffer): Buffer => {
      bytes.writeUInt16LE(bytes.length - 10 - 16, 8);
      return bytes;
    };
    const square = { ...small, shape: [32, 32], values: new Array<number>(1024).fill(1 / 32) };
    const bombs: readonly (readonly [string, Buffer, RegExp])[] = [
      ['huge', withLength(lying('(99999, 99999)')), /promises 39999200004 bytes/],
      ['overflow', withLength(lying('(9999999999, 9999999999)')), /the shape is impossible/],
      ['negative', withLength(lying('(-2, 2)')), /header is damaged/],
      ['nothing', withLength(lying('(0, 2)')), /promises 0 bytes/],
      ['wide', npy({ ...small, shape: [1, 5000], values: new Array<number>(5000).fill(0) }), /5000 tokens/],
      ['zeros', zip({ 'attention.npy': hollow(3e9) }, true), /promises 3000000000 bytes/],
      [
        'header',
        Buffer.concat([Buffer.from([255, 255, 255, 255, 255, 255, 255, 127]), Buffer.alloc(9)]),
        /not a/,
      ],
      ['text', Buffer.from('[[1, 2], [3]]'), /lists of different lengths/],
      ['words', Buffer.from('{"attention": [[1, "x"]]}'), /something else than a number/],
      ['deep', Buffer.from('['.repeat(5_000_000)), /nested deeper than 16/],
      ['many', Buffer.from(`[${'[],'.repeat(2_000_000)}[]]`), /too many lists/],
      ['long', Buffer.alloc(10_000_001, '[0,'), /more than 10 MB/],
      ['nan', Buffer.from('[[NaN, 1], [0, 1]]'), /not a number/],
      ['twice', namedTwice(zip({ 'a.npy': npy(square) }, false)), /lie over one another/],
      ['same bytes', sameBytes(2), /lie over one another/],
      ['many tensors', sameBytes(20_000), /too many|header is too long/],
      ['deep header', tensorHeader(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`), /nested deeper/],
    ];
    for (const [name, bytes, message] of bombs) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      await expect(openAttention(path), name).rejects.toThrow(message);
    }
  });
});

/** An archive whose table has its one member twice. */
function namedTwice(archive: Buffer): Buffer {
  const table = archive.indexOf('PK\u0001\u0002');
  const end = archive.indexOf('PK\u0005\u0006');
  const last = Buffer.from(archive.subarray(end));
  last.writeUInt16LE(2, 8);
  last.writeUInt16LE(2, 10);
  last.writeUInt32LE(2 * (end - table), 12);
  const entry = archive.subarray(table, end);
  return Buffer.concat([archive.subarray(0, table), entry, entry, last]);
}

/** safetensors whose tensors are all the same four numbers. */
function sameBytes(count: number): Buffer {
  const tensor = { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] };
  const tensors = Array.from({ length: count }, (_, i) => [`${i}/attention`, tensor]);
  return tensorHeader(JSON.stringify(Object.fromEntries(tensors)));
}

function tensorHeader(header: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(16)]);
}

/** A member whose header promises `bytes` and that holds a megabyte of zeros. */
function hollow(bytes: number): Buffer {
  const array: ArraySpec = { shape: [1, 1], type: 'f4', big: false, fortran: false, values: [0] };
  const shape = `(1, ${bytes / 4})`;
  const header = npy(array).toString('latin1').replace('(1, 1)', shape);
  const content = Buffer.concat([Buffer.from(header, 'latin1'), Buffer.alloc(1 << 20)]);
  content.writeUInt16LE(header.length - 10 - 4, 8);
  return content;
}

/** Cut short, bytes changed, bytes put in, a stretch zeroed, or a piece repeated. */
function damage(original: Buffer, below: (limit: number) => number): Buffer {
  const bytes = Buffer.from(original);
  const at = below(bytes.length);
  switch (below(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      for (let i = 0; i < 8; i += 1) bytes[below(Math.min(400, bytes.length))] = below(256);
      return bytes;
    case 2:
      for (let i = 0; i < 8; i += 1)
        bytes[bytes.length - 1 - below(Math.min(200, bytes.length))] = below(256);
      return bytes;
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([below(256), 255]), bytes.subarray(at)]);
    case 4:
      return bytes.fill(255, at, Math.min(bytes.length, at + 64));
    default:
      return Buffer.concat([bytes, bytes.subarray(at)]);
  }
}
