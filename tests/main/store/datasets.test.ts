import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetManifest } from '../../../src/shared/trainerMessages.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const documents = ['one', 'zwei ß', 'três 🙂'].map((text) => ({
  hash: sha(text),
  title: text.slice(0, 3),
  text: `${text} `.repeat(200),
}));
const [one, two, three] = documents.map((document) => document.hash) as [string, string, string];
const manifest: DatasetManifest = {
  hash: sha('dataset'),
  title: 'Three',
  config: { source: 'embedded', categories: null, testShare: 0.25, shuffleSeed: 42 },
  classes: ['a', 'b'],
  train: { names: ['2', '1'], labels: Int32Array.of(1, 0), documentHashes: [two, one] },
  test: { names: ['3'], labels: Int32Array.of(1), documentHashes: [three] },
};

describe('datasets and documents in the store', () => {
  let temporary: TemporaryStore;
  beforeEach(() => {
    temporary = new TemporaryStore();
  });
  afterEach(() => temporary.remove());

  it('gives texts back exactly, in the order asked for, unknown ones left out', () => {
    const { store } = temporary;
    store.transaction(() => store.documents.save(documents));
    store.transaction(() => store.documents.save(documents));
    expect(store.documents.get([three, sha('unknown'), one])).toEqual([documents[2], documents[0]]);
  });

  it('keeps a dataset’s order, labels and names', async () => {
    let { store } = temporary;
    store.transaction(() => store.documents.save(documents));
    store.transaction(() => store.datasets.save(manifest));
    store = await temporary.reopen();
    expect(store.datasets.list()).toMatchObject([
      { hash: manifest.hash, title: 'Three', classes: ['a', 'b'], trainDocuments: 2, testDocuments: 1 },
    ]);
    expect(store.datasets.list()[0]?.config).toEqual(manifest.config);
    expect(store.datasets.documents(manifest.hash)).toEqual([
      { split: 'train', position: 0, name: '2', label: 1, hash: two, title: 'zwe' },
      { split: 'train', position: 1, name: '1', label: 0, hash: one, title: 'one' },
      { split: 'test', position: 0, name: '3', label: 1, hash: three, title: 'trê' },
    ]);
    expect(store.datasets.documents(sha('unknown'))).toEqual([]);
  });

  it('takes the same content from another place as the same dataset', () => {
    const { store } = temporary;
    store.transaction(() => store.documents.save(documents));
    store.transaction(() => store.datasets.save(manifest));
    store.transaction(() => store.datasets.save({ ...manifest, title: 'Renamed' }));
    expect(store.datasets.list().map((dataset) => dataset.title)).toEqual(['Renamed']);
  });

  it('brings back the dataset that was taken off the list last; it goes with the next, or when the store closes', async () => {
    const { store } = temporary;
    const other = { ...manifest, hash: sha('other'), title: 'Other' };
    store.transaction(() => store.documents.save(documents));
    store.transaction(() => store.datasets.save(manifest));
    store.transaction(() => store.datasets.save(other));
    const titles = (): string[] => temporary.store.datasets.list().map(({ title }) => title);

    store.transaction(() => store.datasets.hide(manifest.hash));
    expect(titles()).toEqual(['Other']);
    expect(store.datasets.get(manifest.hash)).toBeNull();
    expect(store.datasets.show(manifest.hash)).toBe(true);
    expect(titles()).toEqual(['Other', 'Three']);

    store.transaction(() => store.datasets.hide(manifest.hash));
    store.transaction(() => store.datasets.save({ ...manifest, title: 'Read again' }));
    expect(titles()).toEqual(['Other', 'Read again']);

    store.transaction(() => store.datasets.hide(manifest.hash));
    store.transaction(() => store.datasets.hide(other.hash));
    expect(store.datasets.show(manifest.hash)).toBe(false);
    expect(titles()).toEqual([]);
    await temporary.reopen();
    expect(titles()).toEqual([]);
    expect(temporary.store.documents.get([one, two, three])).toEqual([]);
  });

  it('keeps nothing of a dataset that names a document which was never sent', () => {
    const { store } = temporary;
    store.transaction(() => store.documents.save(documents.slice(0, 2)));
    expect(() => store.transaction(() => store.datasets.save(manifest))).toThrow(/NOT NULL/);
    expect(store.datasets.list()).toEqual([]);
  });
});
