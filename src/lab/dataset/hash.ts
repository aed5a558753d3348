import { createHash } from 'node:crypto';
import type { DatasetHash, DocumentHash } from '../../shared/ids.ts';
import { asDatasetHash, asDocumentHash } from '../../shared/ids.ts';
import type { Dataset, DatasetSplit } from './dataset.ts';

/** SHA-256 of the text's UTF-8 bytes, in hex. */
export function documentHash(text: string): DocumentHash {
  return asDocumentHash(createHash('sha256').update(text, 'utf8').digest('hex'));
}

const hashesOfSplit = new WeakMap<DatasetSplit, readonly DocumentHash[]>();

/** The hashes of a split's documents in order; worked out once a split, since hash and manifest both need them. */
export function documentHashes(split: DatasetSplit): readonly DocumentHash[] {
  const known = hashesOfSplit.get(split);
  if (known !== undefined) return known;
  const hashes = split.texts.map(documentHash);
  hashesOfSplit.set(split, hashes);
  return hashes;
}

/**
 * SHA-256 over classes, then label, document hash and name of every document in order, train before test. Names go
 * in as JSON, a line each, so that no two datasets give the same bytes.
 */
export function datasetHash(dataset: Omit<Dataset, 'hash' | 'title'>): DatasetHash {
  const hash = createHash('sha256');
  hash.update(`${JSON.stringify(dataset.classes)}\n`);
  for (const split of [dataset.train, dataset.test]) {
    hash.update(`${split.names.length}\n`);
    documentHashes(split).forEach((document, i) => {
      hash.update(`${split.labels[i]!} ${document} ${JSON.stringify(split.names[i])}\n`);
    });
  }
  return asDatasetHash(hash.digest('hex'));
}
