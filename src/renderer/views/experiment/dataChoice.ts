import type { DatasetSummary } from '../../../shared/datasets.ts';
import { datasetSchema, type DatasetConfig, type DatasetSource } from '../../../shared/experiment.ts';

/** What stands in the form's choice of documents: a source, or a dataset that was read before. */
export type DataChoice = DatasetSource | `known:${string}`;

/** Datasets that were read, newest first; the built-in one is a source already. */
export function knownChoices(
  datasets: readonly DatasetSummary[],
): readonly { readonly value: DataChoice; readonly title: string }[] {
  return datasets
    .filter(({ config }) => config.source !== 'embedded')
    .map(({ hash, title }) => ({ value: `known:${hash}` as const, title }));
}

/** The choice a draft's data stand for: the dataset with just these settings, else their source. */
export function choiceOf(config: unknown, datasets: readonly DatasetSummary[]): DataChoice {
  const wanted = JSON.stringify(config);
  const known = datasets.find(
    (dataset) => dataset.config.source !== 'embedded' && JSON.stringify(dataset.config) === wanted,
  );
  if (known !== undefined) return `known:${known.hash}`;
  const source = (config as { readonly source?: DatasetSource } | null)?.source;
  return source ?? 'embedded';
}

/** The settings a choice starts from; what only a person knows of a new source starts empty. */
export function configFor(choice: DataChoice, datasets: readonly DatasetSummary[]): unknown {
  if (choice.startsWith('known:')) {
    const known = datasets.find(({ hash }) => choice === `known:${hash}`);
    return structuredClone(known?.config);
  }
  const source = choice as DatasetSource;
  const empty = { path: '', textColumn: '', labelColumn: '' };
  const filled = { path: '-', textColumn: '-', labelColumn: '-' };
  const keys: Readonly<Record<DatasetSource, readonly (keyof typeof empty)[]>> = {
    embedded: [],
    '20newsgroups': [],
    folder: ['path'],
    table: ['path', 'textColumn', 'labelColumn'],
  };
  const pick = (from: typeof empty): Partial<typeof empty> =>
    Object.fromEntries(keys[source].map((key) => [key, from[key]]));
  const usual: DatasetConfig = datasetSchema.parse({ source, ...pick(filled) });
  return { ...usual, ...pick(empty) };
}
