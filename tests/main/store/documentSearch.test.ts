import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentQuerySchema, type DocumentPage } from '../../../src/shared/datasets.ts';
import { datasetSchema } from '../../../src/shared/experiment.ts';
import type { DatasetManifest } from '../../../src/shared/trainerMessages.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const hash = sha('data');
/** 450 training documents and 50 for testing: more than is looked through at a time. */
const texts = Array.from({ length: 500 }, (_, i) =>
  [`document ${i}`, i % 100 === 0 ? 'a Needle, ünique' : 'hay', i % 2 ? 'odd' : 'even'].join(' '),
);

function manifest(): DatasetManifest {
  const split = (from: number, to: number): DatasetManifest['train'] => ({
    names: texts.slice(from, to).map((_, i) => `class/${from + i}`),
    labels: Int32Array.from({ length: to - from }, (_, i) => (from + i) % 2),
    documentHashes: texts.slice(from, to).map(sha),
  });
  return {
    hash,
    title: 'Hay',
    config: datasetSchema.parse({ source: 'embedded' }),
    classes: ['even', 'odd'],
    train: split(0, 450),
    test: split(450, 500),
  };
}

describe('documents of a dataset', () => {
  let temporary: TemporaryStore;
  beforeEach(() => {
    temporary = new TemporaryStore();
    const { store } = temporary;
    store.transaction(() => {
      store.documents.save(texts.map((text, i) => ({ hash: sha(text), title: `Title ${i}`, text })));
      store.datasets.save(manifest());
    });
  });
  afterEach(() => temporary.remove());

  const page = (query: object = {}): Promise<DocumentPage> =>
    temporary.store.documentSearch.page(documentQuerySchema.parse({ dataset: hash, ...query }));
  const names = ({ documents }: DocumentPage): string[] => documents.map(({ name }) => name);

  it('come page by page, training documents first', async () => {
    const first = await page({ limit: 3 });
    expect(first.total).toBe(500);
    expect(names(first)).toEqual(['class/0', 'class/1', 'class/2']);
    expect(names(await page({ offset: 449, limit: 2 }))).toEqual(['class/449', 'class/450']);
  });

  it('are found by all words in name, title or text, in any case', async () => {
    expect(names(await page({ search: 'needle ÜNIQUE' }))).toEqual(
      [0, 100, 200, 300, 400].map((i) => `class/${i}`),
    );
    expect(names(await page({ search: 'class/123' }))).toEqual(['class/123']);
    expect(names(await page({ search: 'title 499' }))).toEqual(['class/499']);
    expect((await page({ search: 'needle missing' })).total).toBe(0);
  });

  it('are filtered by split and class, searched or not', async () => {
    expect((await page({ split: 'test' })).total).toBe(50);
    expect((await page({ split: 'test', label: 1 })).total).toBe(25);
    expect((await page({ search: 'hay', split: 'test', label: 1 })).total).toBe(25);
  });

  it('know how many there are of each class', () => {
    expect(temporary.store.datasets.get(hash)).toMatchObject({
      classCounts: [
        { train: 225, test: 25 },
        { train: 225, test: 25 },
      ],
      runs: 0,
    });
  });

  it('go with their dataset, but for those another one shows', () => {
    const { store } = temporary;
    const half = manifest();
    const other = {
      ...half,
      hash: sha('other'),
      test: { names: [], labels: new Int32Array(), documentHashes: [] },
    };
    store.transaction(() => store.datasets.save(other));
    store.transaction(() => store.datasets.hide(hash));
    store.transaction(() => store.datasets.removeHidden());
    store.documentSearch.forget();
    expect(store.datasets.get(hash)).toBeNull();
    expect(store.documents.get([sha(texts[0] ?? ''), sha(texts[499] ?? '')])).toHaveLength(1);
  });
});
