import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAttention } from '../../../src/lab/bundle/attentionFile.ts';
import { bundleFromFile, readHead } from '../../../src/lab/bundle/bundleOf.ts';
import { keepAttention, knownRows, readKept } from '../../../src/lab/bundle/keep.ts';
import { LabError } from '../../../src/shared/errors.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/bundles');
const file = (name: string): string => join(fixtures, 'files', name);
const expected = z
  .record(
    z.string(),
    z.object({
      shape: z.array(z.number()),
      rows: z.enum(['queries', 'keys']),
      values: z.array(z.number()),
      keyTokens: z.array(z.string()).optional(),
      splitPoint: z.number().optional(),
    }),
  )
  .parse(JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')));
const folder = mkdtempSync(join(tmpdir(), 'attention-kept-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('attention that numpy wrote', () => {
  it.each(Object.entries(expected))('is read head by head, key × query: %s', async (name, want) => {
    const opened = await openAttention(file(name));
    const [examples = 1, layers, heads, rows, columns] = want.shape;
    const own = opened.examples.filter(({ part }) => part === 'self' || part === 'encoder');
    expect(own).toHaveLength(examples);
    const values: number[] = [];
    for (const example of own) {
      expect(example).toMatchObject({ layers, heads, rows, columns, rowKind: want.rows });
      for (let layer = 0; layer < example.layers; layer += 1) {
        for (let head = 0; head < example.heads; head += 1) {
          values.push(...(await readHead(example, want.rows, layer, head)));
        }
      }
    }
    expect(values).toHaveLength(want.values.length);
    const furthest = Math.max(...values.map((value, i) => Math.abs(value - want.values[i]!)));
    expect(furthest).toBeLessThan(1e-7);
    if (want.keyTokens !== undefined) expect(own[0]?.keyTokens).toEqual(want.keyTokens);
    expect(own[0]?.splitPoint).toBe(want.splitPoint ?? null);
    await opened.close();
  });

  it('is the same when kept and read back: whole, by layer and by head', async () => {
    const opened = await openAttention(file('deflated.npz'));
    const [example] = opened.examples;
    const rows = knownRows(example!, opened.name);
    const kept = await keepAttention(opened, folder);
    for (const part of [
      { layer: null, head: null },
      { layer: 1, head: null },
      { layer: 1, head: 2 },
    ]) {
      const direct = await bundleFromFile(opened.name, example!, rows, part);
      const stored = await readKept(folder, kept, opened.name, 0, part);
      const origin = { ...direct.meta.origin, importId: kept.hash, example: 0 };
      expect(stored).toEqual({ ...direct, meta: { ...direct.meta, origin } });
      expect(stored.meta).toMatchObject({ range: 'unit', normalisedOver: 'keys', part: 'self' });
    }
    await opened.close();
  });

  it('is kept under the hash of its values and tokens: again the same, and another when the rows are others', async () => {
    const keep = async (rows?: 'keys' | 'queries'): Promise<string> => {
      const opened = await openAttention(file('stored.npz'), { rows });
      const { hash } = await keepAttention(opened, folder);
      await opened.close();
      return hash;
    };
    const first = await keep();
    expect(await keep()).toBe(first);
    expect(await keep('keys')).not.toBe(first);
    expect(existsSync(join(folder, `${first}.f32`))).toBe(true);
  });

  it('has encoder, decoder and cross attention with tokens of both sides', async () => {
    const opened = await openAttention(file('translation.npz'));
    expect(opened.examples.map(({ part, keyTokens, queryTokens }) => [part, keyTokens, queryTokens])).toEqual(
      [
        ['encoder', [...'abcde'], [...'abcde']],
        ['decoder', [...'xyz'], [...'xyz']],
        ['cross', [...'abcde'], [...'xyz']],
      ],
    );
    const kept = await keepAttention(opened, folder);
    expect(await readKept(folder, kept, 'translation', 2, { layer: 0, head: 1 })).toMatchObject({
      keys: 5,
      queries: 3,
      heads: 1,
      meta: { title: 'translation, cross, layer 1, head 2', part: 'cross' },
    });
    await opened.close();
  });

  it('asks what the rows are where sums do not say', async () => {
    for (const [name, reason] of [
      ['raw-scores.npy', 'neither rows nor columns sum to 1'],
      ['uniform.npy', 'rows and columns both sum to 1'],
    ] as const) {
      const opened = await openAttention(file(name));
      expect(opened.examples[0]).toMatchObject({ rowKind: null, knownBy: 'unknown' });
      await expect(keepAttention(opened, folder)).rejects.toThrow(reason);
      await opened.close();
    }
    const asked = await openAttention(file('raw-scores.npy'), { rows: 'queries' });
    const kept = await keepAttention(asked, folder);
    expect(kept.examples[0]).toMatchObject({ range: 'signed', normalisedOver: 'none' });
    await asked.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('unfinished'))).toEqual([]);
  });

  it.each([
    ['objects.npy', /Python objects/],
    ['records.npy', /records/],
    ['nan.npy', /^NaN in matrix 1, row 2/],
    ['no-name.npz', /none of its arrays is called "attention" \(there are "weights", "bias"\)/],
    ['missing.npy', /^no such file/],
  ])('is refused in a sentence: %s', async (name, message) => {
    const error = await openAttention(file(name)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(LabError);
    expect((error as LabError).message).toMatch(message);
  });
});
