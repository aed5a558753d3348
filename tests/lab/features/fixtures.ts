import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { featuresSchema, type FeaturesConfig } from '../../../src/shared/experiment.ts';

/** scikit-learn's answers to small corpora; made by the script beside them. */
const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'tfidf');

const matrixSchema = z.object({
  indptr: z.array(z.number()),
  indices: z.array(z.number()),
  values: z.array(z.number()),
});
const corpusSchema = z.object({ train: z.array(z.string()), test: z.array(z.string()) });
const caseSchema = z.object({
  name: z.string(),
  corpus: z.enum(['words', 'unicode']),
  config: featuresSchema,
  terms: z.array(z.string()),
  idf: z.array(z.number()),
  train: matrixSchema,
  test: matrixSchema,
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

export const corpora = z.record(z.enum(['words', 'unicode']), corpusSchema).parse(read('corpus.json'));
export const tfidfCases = z.object({ cases: z.array(caseSchema) }).parse(read('expected.json')).cases;
export const argsortCases = z
  .object({ cases: z.array(z.object({ values: z.array(z.number()), order: z.array(z.number()) })) })
  .parse(read('argsort.json')).cases;

/** The notebook's settings, with changes. */
export function featuresConfig(changes: Partial<FeaturesConfig> = {}): FeaturesConfig {
  return { ...featuresSchema.parse({}), ...changes };
}
