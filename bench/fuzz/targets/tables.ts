import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { inspectPath } from '../../../src/lab/dataset/inspectPath.ts';
import { previewTable } from '../../../src/lab/dataset/previewTable.ts';
import { tableSchema } from '../../../src/shared/experiment.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { mutate, mutations } from '../mutations.ts';

const rows = Array.from({ length: 12 }, (_, i) => ({
  text: `words of ${i}, "quoted", çé and more`,
  label: i % 2 === 0 ? 'left' : 'right',
  split: i % 3 === 0 ? 'test' : 'train',
}));
const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const samples = {
  csv: `text,label,split\n${rows.map((row) => `${quote(row.text)},${row.label},${row.split}\r\n`).join('')}`,
  tsv: `text\tlabel\tsplit\n${rows.map((row) => `${row.text}\t${row.label}\t${row.split}\n`).join('')}`,
  jsonl: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
} as const;

const words: Readonly<Record<keyof typeof samples, readonly string[]>> = {
  csv: ['"', '""', ',', ';', '\r', '\n', '\u00ef\u00bb\u00bf', '\u00ff\u00fe', '\0', '"\n"', ',,,,'],
  tsv: ['\t', '"', '\n', '\r', '\t\t\t', '\u00ef\u00bb\u00bf', '\0', '\u00ff'],
  jsonl: [
    '{',
    '}',
    '[',
    '"',
    '\\',
    '\\u',
    '\n',
    ':',
    'null',
    '1e999',
    '\u00e2\u0080\u00a8',
    '"__proto__":{"a":1},',
    '\0',
  ],
};

/** A table of documents: looked at, previewed and read. */
function table(format: keyof typeof samples): FuzzTarget<Buffer> {
  return {
    name: format.toUpperCase(),
    open: async (folder) => {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `table.${format}`);
      const config = tableSchema.parse({
        source: 'table',
        path,
        textColumn: 'text',
        labelColumn: 'label',
        splitColumn: 'split',
      });
      const whole = Buffer.from(samples[format]);
      const pieces = fc.constantFrom(...words[format], 'text', 'label', 'split', 'left', 'train');
      return {
        inputs: fc.oneof(
          { weight: 3, arbitrary: mutations(words[format]).map((changes) => mutate(whole, changes)) },
          {
            weight: 1,
            arbitrary: fc
              .array(pieces, { maxLength: 60 })
              .map((parts) => Buffer.from(parts.join(''), 'latin1')),
          },
          { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
        ),
        parse: async (bytes) => {
          writeFileSync(path, bytes);
          await inspectPath(path);
          await previewTable(path, 'auto');
          await openDataset(config, { dataDir: folder, cacheDir: folder });
        },
      };
    },
  };
}

export const tables: readonly FuzzTarget<Buffer>[] = [table('csv'), table('tsv'), table('jsonl')];
