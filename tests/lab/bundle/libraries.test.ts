import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAttention } from '../../../src/lab/bundle/attentionFile.ts';
import { bundleFromFile } from '../../../src/lab/bundle/bundleOf.ts';

const folder = join(import.meta.dirname, '../../fixtures/bundles/libraries');
const { files } = z
  .object({
    files: z.array(
      z.object({
        name: z.string(),
        /** The Python that wrote it. */
        code: z.string(),
        shapes: z.record(z.string(), z.array(z.number())),
        tokens: z.record(z.string(), z.array(z.string())),
        /** Of each array the last row of the last matrix: what the last query attends to, by key. */
        lastRow: z.record(z.string(), z.array(z.number())),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(folder, 'library.json'), 'utf8')));

describe('what the Python of docs/import.md writes', () => {
  it('is the Python that stands there', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/import.md'), 'utf8');
    const blocks = [...text.matchAll(/```python\n(.*?)```/gs)].map(([, code]) => code);
    expect(blocks).toEqual(files.map(({ code }) => code));
    for (const code of blocks) expect(code?.trim().split('\n')).toHaveLength(3);
  });

  it.each(files)('is read without a question: $name', async ({ name, shapes, tokens, lastRow }) => {
    const file = await openAttention(join(folder, name));
    const parts = Object.keys(lastRow);
    expect(file.examples.map(({ part }) => part)).toEqual(
      parts.map((part) => (part === 'attention' ? 'self' : part)),
    );
    for (const [i, part] of parts.entries()) {
      const example = file.examples[i]!;
      const [queries = 0, heads = 0, layers = 0] = shapes[part]!.toReversed().slice(1);
      const keySide = part === 'cross' || part === 'encoder' ? 'encoder_tokens' : 'decoder_tokens';
      const querySide = part === 'encoder' ? 'encoder_tokens' : 'decoder_tokens';
      expect(example).toMatchObject({
        ...{ layers, heads, rows: queries, rowKind: 'queries' },
        keyTokens: tokens['tokens'] ?? tokens[keySide],
        queryTokens: tokens['tokens'] ?? tokens[querySide],
      });
      const last = { layer: layers - 1, head: heads - 1 };
      const { values, keys } = await bundleFromFile(file.name, example, 'queries', last);
      const column = Array.from({ length: keys }, (_, key) => values[key * queries + queries - 1]);
      expect(column).toEqual(lastRow[part]);
    }
    await file.close();
  });
});
