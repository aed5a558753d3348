import { CancelledError } from '../../shared/errors.ts';
import type { FeaturesConfig } from '../../shared/experiment.ts';
import { cacheKey, readCache, writeCache, type Tfidf } from './cache.ts';
import type { FeatureMatrix } from './matrix.ts';
import { Pace, type FeaturesProgress } from './pace.ts';
import { standardise } from './standardise.ts';
import { fitTfidf, transformTfidf, type TfidfConfig, type TfidfModel } from './tfidf.ts';

export interface FeaturesInput {
  readonly trainTexts: readonly string[];
  readonly testTexts: readonly string[];
  /** Hash of all texts in their order: the same hash means the same features. */
  readonly datasetHash: string;
}

export interface FeaturesContext {
  /** Where features are kept between runs; null: nowhere. */
  readonly cacheDir: string | null;
  /** Called while texts are tokenised; not at all when the cache has them. */
  readonly onProgress?: (progress: FeaturesProgress) => void;
  /** Told of a cache that had to be rebuilt or could not be written: neither changes the result. */
  readonly onLog?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** Both splits as X = (TF-IDF − mean)/std, and the columns' meaning. */
export interface Features extends TfidfModel {
  readonly train: FeatureMatrix;
  readonly test: FeatureMatrix;
}

/**
 * Turns texts into features: vocabulary and idf from the training texts, both splits weighed, then standardised.
 * Throws `LabError('bad-dataset')` if no word or no term is left, or if a split cannot be standardised;
 * `CancelledError` once the signal fires.
 */
export async function buildFeatures(
  input: FeaturesInput,
  config: FeaturesConfig,
  context: FeaturesContext,
): Promise<Features> {
  const { standardise: mode, ...tfidfConfig } = config;
  const { model, train, test } = await cachedTfidf(input, tfidfConfig, context);
  return { ...model, ...standardise(train, test, mode) };
}

/** Features made before, by the hash of their documents: no document needs to be there. Null if they are not kept. */
export async function keptFeatures(
  datasetHash: string,
  { standardise: mode, ...config }: FeaturesConfig,
  cacheDir: string,
): Promise<Features | null> {
  const reading = await readCache(cacheDir, cacheKey(datasetHash, config));
  if (reading.kind !== 'hit') return null;
  const { model, train, test } = reading.tfidf;
  return { ...model, ...standardise(train, test, mode) };
}

async function cachedTfidf(
  input: FeaturesInput,
  config: TfidfConfig,
  context: FeaturesContext,
): Promise<Tfidf> {
  const { cacheDir, onLog, signal } = context;
  if (signal?.aborted) throw new CancelledError();
  if (cacheDir === null) return computeTfidf(input, config, context);

  const key = cacheKey(input.datasetHash, config);
  const reading = await readCache(cacheDir, key);
  if (reading.kind === 'hit') return reading.tfidf;
  if (reading.kind === 'damaged') onLog?.(`cached features are rebuilt: ${reading.reason}`);
  const tfidf = await computeTfidf(input, config, context);
  try {
    await writeCache(cacheDir, key, tfidf);
  } catch (error) {
    // A full or read-only disk costs the next run a second, this one nothing.
    onLog?.(`features could not be cached: ${String(error)}`);
  }
  return tfidf;
}

async function computeTfidf(
  { trainTexts, testTexts }: FeaturesInput,
  config: TfidfConfig,
  { signal, onProgress }: FeaturesContext,
): Promise<Tfidf> {
  const pace = new Pace(trainTexts.length + testTexts.length, signal, onProgress);
  const { model, matrix } = await fitTfidf(trainTexts, config, pace);
  return { model, train: matrix, test: await transformTfidf(model, testTexts, config, pace) };
}
