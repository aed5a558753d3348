import { z } from 'zod';
import type { FeatureFacts, MeasureAgreement } from '../../shared/agreement.ts';
import type {
  CellExplanation,
  ClassAttention,
  ClassExplanation,
  DocumentTerms,
  ExplainAnswer,
} from '../../shared/explain.ts';
import { anyNumber, measureSpecSchema } from '../../shared/runSchemas.ts';

/** What a trainer that explains answers, checked on arrival. */

const count = z.int().min(0);
const int32 = z.custom<Int32Array>((value) => value instanceof Int32Array, 'not an Int32Array');
const float32 = z.custom<Float32Array>((value) => value instanceof Float32Array, 'not a Float32Array');
const float64 = z.custom<Float64Array>((value) => value instanceof Float64Array, 'not a Float64Array');
const parts = z.array(z.string().nullable());

const documentTerms: z.ZodType<DocumentTerms> = z.object({
  row: count,
  terms: z.array(z.string()),
  weights: float32,
});

const cell: z.ZodType<CellExplanation> = z.object({
  heads: count,
  rows: int32,
  key: count,
  query: count,
  keyTerms: parts,
  queryTerms: parts,
  pairs: float64,
  keyParts: float64,
  queryParts: float64,
  scores: float64,
  link: z.enum(['identity', 'exp']),
});

const classPair: z.ZodType<ClassExplanation> = z.object({
  keyClass: count,
  queryClass: count,
  head: count,
  documentPairs: count,
  score: z.number(),
  keyTerms: parts,
  queryTerms: parts,
  keyTotals: float64,
  queryTotals: float64,
  pairs: float64,
});

const classMap: z.ZodType<ClassAttention> = z.object({
  heads: count,
  sequences: count,
  classes: z.array(z.string()),
  mass: float32,
  counts: int32,
  cosines: float32,
});

const featureFacts: z.ZodType<FeatureFacts> = z.object({
  least: anyNumber,
  shortest: anyNumber,
  longest: anyNumber,
});
const agreement: z.ZodType<MeasureAgreement> = z.object({
  measures: z.array(measureSpecSchema),
  sequences: count,
  length: count,
  spearman: float32,
  features: z.object({ raw: featureFacts, standardised: featureFacts }),
});

export const answerSchema: z.ZodType<ExplainAnswer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('terms'), documents: z.array(documentTerms) }),
  z.object({ kind: z.literal('attention'), attention: z.object({ heads: count, values: float32 }) }),
  z.object({ kind: z.literal('cell'), explanation: cell }),
  z.object({ kind: z.literal('class-pair'), explanation: classPair }),
  z.object({ kind: z.literal('class-map'), map: classMap }),
  z.object({ kind: z.literal('agreement'), agreement }),
]);
