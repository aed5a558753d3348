import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Dataset, DatasetSplit } from '../../../src/lab/dataset/dataset.ts';
import { datasetHash } from '../../../src/lab/dataset/hash.ts';
import { storedDocuments, toManifest } from '../../../src/lab/dataset/manifest.ts';
import { datasetSchema } from '../../../src/shared/experiment.ts';

const split = (names: string[], labels: number[], texts: string[]): DatasetSplit => ({
  names,
  labels: Int32Array.from(labels),
  texts,
});

function datasetOf(train: DatasetSplit, test: DatasetSplit, classes = ['a', 'b']): Dataset {
  return { title: 'made up', classes, train, test, hash: datasetHash({ classes, train, test }) };
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const config = datasetSchema.parse({ source: 'embedded' });
const train = split(['a/1', 'b/1'], [0, 1], ['Subject: hé\n\nx', 'same']);
const test = split(['a/2'], [0], ['same']);

describe('a dataset’s manifest', () => {
  it('names every document by the SHA-256 of its UTF-8 text', () => {
    const dataset = datasetOf(train, test);
    expect(toManifest(dataset, config)).toEqual({
      hash: dataset.hash,
      title: 'made up',
      config,
      classes: ['a', 'b'],
      train: {
        names: ['a/1', 'b/1'],
        labels: Int32Array.of(0, 1),
        documentHashes: [sha256('Subject: hé\n\nx'), sha256('same')],
      },
      test: { names: ['a/2'], labels: Int32Array.of(0), documentHashes: [sha256('same')] },
    });
  });
});

describe('a dataset’s documents for the store', () => {
  it('come once each, with their titles', () => {
    expect([...storedDocuments(datasetOf(train, test))]).toEqual([
      [
        { hash: sha256('Subject: hé\n\nx'), title: 'hé', text: 'Subject: hé\n\nx' },
        { hash: sha256('same'), title: 'same', text: 'same' },
      ],
    ]);
  });

  it('come in batches of at most 256 documents or two million characters', () => {
    const many = Array.from({ length: 600 }, (_, i) => `document ${i}`);
    const large = ['x', 'y', 'z'].map((letter) => letter.repeat(1_500_000));
    const texts = [...many, ...large];
    const all = split(
      texts.map(String),
      texts.map(() => 0),
      texts,
    );
    const batches = [...storedDocuments(datasetOf(all, split([], [], [])))];
    expect(batches.map((batch) => batch.length)).toEqual([256, 256, 89, 1, 1]);
    expect(batches.flat().map(({ text }) => text)).toEqual(texts);
  });
});

describe('a dataset’s hash', () => {
  it('changes with every part of it', () => {
    const hashes = [
      datasetOf(train, test),
      datasetOf(train, test, ['a', 'c']),
      datasetOf(split(['a/0', 'b/1'], [0, 1], [...train.texts]), test),
      datasetOf(split([...train.names], [1, 1], [...train.texts]), test),
      datasetOf(split([...train.names], [0, 1], ['other', 'same']), test),
      datasetOf(split(['b/1', 'a/1'], [1, 0], ['same', 'Subject: hé\n\nx']), test),
      datasetOf(test, train),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(datasetOf(train, test).hash).toBe(hashes[0]);
  });
});
