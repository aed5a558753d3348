import type { DatasetConfig } from '../../shared/experiment.ts';
import type { DatasetManifest, DatasetSplitManifest, StoredDocument } from '../../shared/trainerMessages.ts';
import type { Dataset, DatasetSplit } from './dataset.ts';
import { documentHashes } from './hash.ts';
import { documentTitle } from './title.ts';

/** A batch for the store: one message between processes, one transaction. */
const batchDocuments = 256;
const batchCharacters = 2_000_000;

/** The dataset's make-up without its texts. */
export function toManifest(dataset: Dataset, config: DatasetConfig): DatasetManifest {
  return {
    hash: dataset.hash,
    title: dataset.title,
    config,
    classes: dataset.classes,
    train: splitManifest(dataset.train),
    test: splitManifest(dataset.test),
  };
}

/**
 * Every document once, train before test, in batches of at most 256 documents and, unless a single one is longer,
 * two million characters.
 */
export function* storedDocuments(dataset: Dataset): Generator<readonly StoredDocument[], void> {
  const seen = new Set<string>();
  let batch: StoredDocument[] = [];
  let characters = 0;
  for (const split of [dataset.train, dataset.test]) {
    const hashes = documentHashes(split);
    for (const [i, text] of split.texts.entries()) {
      const hash = hashes[i]!;
      if (seen.has(hash)) continue;
      seen.add(hash);
      if (
        batch.length === batchDocuments ||
        (batch.length > 0 && characters + text.length > batchCharacters)
      ) {
        yield batch;
        batch = [];
        characters = 0;
      }
      batch.push({ hash, title: documentTitle(text), text });
      characters += text.length;
    }
  }
  if (batch.length > 0) yield batch;
}

function splitManifest(split: DatasetSplit): DatasetSplitManifest {
  return { names: split.names, labels: split.labels, documentHashes: documentHashes(split) };
}
