import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { readCorpus } from '../../../src/lab/dataset/embedded.ts';
import { documentTitle } from '../../../src/lab/dataset/title.ts';
import { resourceFile } from '../../../src/lab/resources.ts';
import { datasetSchema } from '../../../src/shared/experiment.ts';
import { contextIn, temporaryFolder } from './archives.ts';

const folder = temporaryFolder();
const packed = resourceFile('generated/spam-assassin.bin');

describe('the embedded corpus', () => {
  it('holds 5839 mails of three classes, a quarter of each for testing', async () => {
    const dataset = await openDataset(datasetSchema.parse({ source: 'embedded' }), contextIn(folder.path));
    expect(dataset.title).toBe('SpamAssassin');
    expect(dataset.classes).toEqual(['easy-ham', 'hard-ham', 'spam']);
    const counts = ({ labels }: { labels: Int32Array }): number[] =>
      [0, 1, 2].map((label) => labels.filter((other) => other === label).length);
    expect(counts(dataset.train)).toEqual([2895, 187, 1297]);
    expect(counts(dataset.test)).toEqual([965, 63, 432]);
    expect(dataset.hash).toBe('07fb776eb938004c5ccf889c0d94ab31bec4f2d47de8f64ae9e6ab1eb5fbe163');
  });

  it('keeps of every header only what a mail program shows, and its subject as the title', async () => {
    const { documents } = await readCorpus(packed, {});
    expect(new Set(documents.map(({ name }) => name)).size).toBe(5839);
    const first = documents[0]!;
    expect(first.name).toBe('easy-ham/1-00001');
    expect(documentTitle(first.text)).toBe('Re: New Sequences Window');
    for (const { text, name } of documents) {
      const header = text.slice(0, text.indexOf('\n\n'));
      const fields = header.split(/\n(?![ \t])/).map((line) => line.replace(/:[^]*/, '').toLowerCase());
      expect(['from', 'to', 'cc', 'date', 'subject'], name).toEqual(expect.arrayContaining(fields));
    }
  });

  it('has no body twice, so that none is both learned and tested', async () => {
    const { documents } = await readCorpus(packed, {});
    const bodies = documents.map(({ text }) => text.slice(text.indexOf('\n\n')).replace(/\s+/g, ' ').trim());
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it('can be opened with two of its classes', async () => {
    const config = datasetSchema.parse({ source: 'embedded', categories: ['spam', 'hard-ham'] });
    const { classes, train } = await openDataset(config, contextIn(folder.path));
    expect(classes).toEqual(['hard-ham', 'spam']);
    expect(train.names).toHaveLength(187 + 1297);
  });

  it('is refused when it is damaged', async () => {
    const bytes = readFileSync(packed);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 10]! ^= 1;
    for (const broken of [flipped, bytes.subarray(0, 100_000), Buffer.from('{}\n'), Buffer.alloc(0)]) {
      const path = folder.write('broken.bin', broken);
      await expect(readCorpus(path, {})).rejects.toThrow(`damaged corpus: ${path}`);
    }
  });
});
