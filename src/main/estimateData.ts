import { existsSync } from 'node:fs';
import type { EstimatedData, EstimateFault } from '../shared/estimate.ts';
import type { DatasetConfig, FeaturesConfig } from '../shared/experiment.ts';
import { pruningEffect } from '../shared/vocabulary.ts';
import { newsgroupsArchive } from '../lab/dataset/newsgroupsDownload.ts';
import type { Store } from './store/store.ts';
import type { Vocabularies } from './vocabularies.ts';

/** What is known of an experiment's data without reading it. */

export interface DataSources {
  readonly store: Store;
  readonly vocabularies: Vocabularies;
}

/** Words and entries before training, where they are known. */
export interface KnownFeatures {
  readonly features: number | null;
  readonly terms: number | null;
  readonly entries: number | null;
  readonly longest: number;
}

/** What keeps the data from being read. */
export function dataFaults(dataset: DatasetConfig, dataDir: string): readonly EstimateFault[] {
  switch (dataset.source) {
    case 'embedded':
      return [];
    case '20newsgroups':
      if (dataset.path === null) {
        return existsSync(newsgroupsArchive(dataDir)) ? [] : [{ kind: 'not-downloaded' }];
      }
      return existsSync(dataset.path) ? [] : [{ kind: 'data-missing', path: dataset.path }];
    case 'folder':
    case 'table':
      return existsSync(dataset.path) ? [] : [{ kind: 'data-missing', path: dataset.path }];
  }
}

/** The dataset this config gave when it was read last; else one that differs in how it was shuffled. */
export function knownData(config: DatasetConfig, { store }: DataSources): EstimatedData | null {
  const all = store.datasets.list();
  const wanted = JSON.stringify(config);
  const exact = all.find((dataset) => JSON.stringify(dataset.config) === wanted);
  const unshuffled = (dataset: DatasetConfig): string => JSON.stringify({ ...dataset, shuffleSeed: 0 });
  const found = exact ?? all.find((dataset) => unshuffled(dataset.config) === unshuffled(config));
  if (found === undefined) return null;
  const { hash, trainDocuments, testDocuments, classes } = found;
  return {
    hash,
    trainDocuments,
    testDocuments,
    classes: classes.length,
    // 20 Newsgroups is split by date: another seed reorders its documents and no more.
    exact: exact !== undefined || config.source === '20newsgroups',
  };
}

/** What pruning leaves of the data's words: from their counts, else from a run with the same features. */
export function knownFeatures(
  data: EstimatedData | null,
  config: FeaturesConfig,
  { store, vocabularies }: DataSources,
): KnownFeatures {
  const nothing = { features: null, terms: null, entries: null, longest: 0 };
  if (data === null) return nothing;
  const counts = vocabularies.counts(data.hash);
  if (counts !== null) {
    const effect = pruningEffect(counts, config);
    return { features: effect.kept, terms: effect.all, entries: effect.entries, longest: counts.longest };
  }
  const wanted = JSON.stringify({ ...config, standardise: 'none' });
  const same = store.pastRuns
    .shapes(data.hash)
    .find(({ features }) => JSON.stringify({ ...features, standardise: 'none' }) === wanted);
  if (same === undefined) return nothing;
  // What mail and news hold: a hundred different words a document, a thousand in the longest.
  return {
    features: same.shape.features,
    terms: null,
    entries: 100 * data.trainDocuments,
    longest: Math.min(1000, same.shape.features),
  };
}

/** As a run's plan would be refused (lab/training/plan.ts). */
export function lengthFaults(
  n: number,
  probes: number,
  data: EstimatedData | null,
): readonly EstimateFault[] {
  if (data === null) return [];
  const { trainDocuments, testDocuments } = data;
  const most = Math.min(trainDocuments, testDocuments);
  if (n > most) {
    const split = testDocuments <= trainDocuments ? 'test' : 'train';
    return [{ kind: 'sequence-too-long', split, most, value: n }];
  }
  const sequences = Math.floor(testDocuments / n);
  return probes > sequences ? [{ kind: 'too-many-probes', most: sequences, value: probes }] : [];
}
