import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { z } from 'zod';
import { openAttention } from '../../../src/lab/bundle/attentionFile.ts';
import { bundleFromFile } from '../../../src/lab/bundle/bundleOf.ts';

const listSchema = z.array(
  z.object({
    name: z.string(),
    /** The member with the numbers it has to be read as. */
    numbers: z.string(),
    shape: z.array(z.number()),
    rows: z.enum(['queries', 'keys']),
    keyTokens: z.array(z.string()).nullable(),
    queryTokens: z.array(z.string()).nullable(),
  }),
);

describe('attention that numpy wrote in every type, byte order, axis order, shape and container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attention-grid-'));
  const members = new Map<string, Buffer>();
  let listed: z.output<typeof listSchema> = [];
  beforeAll(async () => {
    const zip = await openPromise(join(import.meta.dirname, '../../fixtures/bundles/grid.zip'), {
      autoClose: false,
    });
    for await (const entry of zip.eachEntry()) {
      members.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
    }
    zip.close();
    listed = listSchema.parse(JSON.parse(members.get('list.json')?.toString() ?? ''));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is all there: 7 shapes × (3 types × 2 byte orders × 2 axis orders × 3 containers + 4 safetensors + JSON)', () => {
    expect(listed).toHaveLength(7 * (3 * 2 * 2 * 3 + 4 + 1));
    expect(new Set(listed.map(({ name }) => members.get(name)?.toString('latin1'))).size).toBe(listed.length);
  });

  it('is read to the bit, rows and columns told apart by their sums alone, with tokens of both sides', async () => {
    for (const { name, numbers, shape, rows, keyTokens, queryTokens } of listed) {
      const path = join(folder, name);
      writeFileSync(path, members.get(name) ?? Buffer.alloc(0));
      const file = await openAttention(path);
      const [columns = 0, lines = 0, heads = 1, layers = 1, examples = 1] = shape.toReversed();
      expect(file.examples, name).toHaveLength(examples);
      const read: Float32Array[] = [];
      for (const example of file.examples) {
        expect(example, name).toMatchObject({
          ...{ layers, heads, rows: lines, columns },
          ...{ rowKind: rows, keyTokens, queryTokens },
        });
        const bundle = await bundleFromFile(file.name, example, rows, { layer: null, head: null });
        read.push(bundle.values);
      }
      await file.close();
      const bytes = Buffer.concat(
        read.map(({ buffer: own, byteOffset, byteLength }) => Buffer.from(own, byteOffset, byteLength)),
      );
      expect(bytes.equals(members.get(numbers) ?? Buffer.alloc(0)), name).toBe(true);
      rmSync(path);
    }
  });
});
