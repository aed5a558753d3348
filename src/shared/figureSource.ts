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
  z.strictObject({
    kind: z.literal('import'),
    importId: z.string().regex(/^[0-9a-f]{64}$/, 'not an import'),
    example: index.default(0),
    layer: index.default(0),
  }),
] as const;

const single = z.discriminatedUnion('kind', singleSources);
export const figureSourceSchema = z.discriminatedUnion('kind', [
  ...singleSources,
  /** A − B on the same documents. */
  z.strictObject({ kind: z.literal('difference'), a: single, b: single }),
]);

export type SingleSource = z.output<typeof single>;
export type FigureSource = z.output<typeof figureSourceSchema>;

/** The single sources in a source, A before B. */
export function singleSourcesOf(source: FigureSource): readonly SingleSource[] {
  return source.kind === 'difference' ? [source.a, source.b] : [source];
}

/** What a window looks at, as a figure asks for it, `layer` of an imported file; null for what no figure draws. */
export function figureSourceOf(source: AttentionSource, layer: number): FigureSource | null {
  if (source.kind !== 'difference') return singleSourceOf(source, layer);
  const [a, b] = [singleSourceOf(source.a, layer), singleSourceOf(source.b, layer)];
  return a === null || b === null ? null : { kind: 'difference', a, b };
}

function singleSourceOf(source: PlainSource, layer: number): SingleSource | null {
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
    case 'dataset':
      return null;
    case 'file':
      return { kind: 'import', importId: source.importId, example: source.example, layer };
  }
}
