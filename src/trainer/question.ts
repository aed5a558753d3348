import { z } from 'zod';
import type { ExplainQuestion, QuestionScorer } from '../shared/explain.ts';
import { measureSpecSchema } from '../shared/runSchemas.ts';

/** What a trainer that explains is asked, checked on arrival. */

export const int32 = z.custom<Int32Array>((value) => value instanceof Int32Array, 'not an Int32Array');

const checkpoint = z.string().min(1).nullable();
const count = z.int().min(0);
const terms = z.array(z.string());
const by: z.ZodType<QuestionScorer> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weights'), checkpoint }),
  z.strictObject({ kind: z.literal('measure'), spec: measureSpecSchema }),
]);

export const questionSchema: z.ZodType<ExplainQuestion> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('terms'), rows: int32 }),
  z.strictObject({ kind: z.literal('attention'), by, rows: int32 }),
  z.strictObject({
    kind: z.literal('cell'),
    by,
    rows: int32,
    key: count,
    query: count,
    without: z.strictObject({ key: terms, query: terms }),
  }),
  z.strictObject({
    kind: z.literal('class-pair'),
    checkpoint,
    change: z.boolean(),
    head: count,
    keyClass: count,
    queryClass: count,
  }),
  z.strictObject({ kind: z.literal('class-map'), by }),
  z.strictObject({ kind: z.literal('agreement') }),
]);
