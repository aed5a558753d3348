import { z } from 'zod';
import type { AttentionSource, PlainSource } from './attentionSource.ts';
import { asRunId } from './ids.ts';
import { measureId, measureSpecs } from './metrics.ts';

/** Which attention a figure draws, as a recipe can say it. */

export const figureRunId = z
  .string()
  .regex(/^[a-z0-9]{4,32}$/, 'not a run id')
  .transform(asRunId);
const index = z.int().min(0).max(1_000_000);
export const datasetHash = z.string().regex(/^[0-9a-f]{64}$/, 'not a dataset');
const sequenceLength = z.int().min(2).max(512);

const singleSources = [
  /** What a run stored of a test sequence, or what its weights give; step null: the newest. */
  z.strictObject({
    kind: z.literal('run'),
    runId: figureRunId,
    step: index.nullable().default(null),
    sequence: index.default(0),
  }),
  /** An untrained measure on the run's documents. */
  z.strictObject({
    kind: z.literal('measure'),
    runId: figureRunId,
    measure: z.enum(measureSpecs.map(measureId)),
    sequence: index.default(0),
  }),
  /** A measure on a dataset's test documents, without a run. */
  z.strictObject({
    kind: z.literal('dataset'),
    dataset: datasetHash,
    sequenceLength: sequenceLength.default(32),
    measure: z.enum(measureSpecs.map(measureId)),
    sequence: index.default(0),
  }),
  z.strictObject({
    kind: z.literal('import'),
    importId: z.string().regex(/^[0-9a-f]{64}$/, 'not an import'),
    example: index.default(0),
    layer: index.default(0),
  }),
] as const;

export const singleSourceSchema = z.discriminatedUnion('kind', singleSources);
export const figureSourceSchema = z.discriminatedUnion('kind', [
  ...singleSources,
  /** A − B on the same documents. */
  z.strictObject({ kind: z.literal('difference'), a: singleSourceSchema, b: singleSourceSchema }),
]);

export type SingleSource = z.output<typeof singleSourceSchema>;
export type FigureSource = z.output<typeof figureSourceSchema>;

/** Whose test documents a figure of measures is of: a run's, or a dataset's without a run. */
export const figureDocumentsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), runId: figureRunId }),
  z.strictObject({
    kind: z.literal('dataset'),
    dataset: datasetHash,
    sequenceLength: sequenceLength.default(32),
  }),
]);
export type FigureDocuments = z.output<typeof figureDocumentsSchema>;

/** The single sources in a source, A before B. */
export function singleSourcesOf(source: FigureSource): readonly SingleSource[] {
  return source.kind === 'difference' ? [source.a, source.b] : [source];
}

/** What a window looks at, as a figure asks for it. */
export function figureSourceOf(source: AttentionSource): FigureSource {
  if (source.kind !== 'difference') return singleSourceOf(source);
  return { kind: 'difference', a: singleSourceOf(source.a), b: singleSourceOf(source.b) };
}

export function singleSourceOf(source: PlainSource): SingleSource {
  switch (source.kind) {
    case 'run':
      return { kind: 'run', runId: source.runId, step: source.step, sequence: source.sequence };
    case 'measure':
      return {
        kind: 'measure',
        runId: source.runId,
        measure: measureId(source.spec),
        sequence: source.sequence,
      };
    case 'dataset': {
      const { dataset, sequenceLength: length, sequence, spec } = source;
      return { kind: 'dataset', dataset, sequenceLength: length, measure: measureId(spec), sequence };
    }
    case 'file':
      return {
        kind: 'import',
        importId: source.importId,
        example: source.example,
        layer: source.layer,
      };
  }
}
