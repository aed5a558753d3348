import { featuresSchema } from './experiment.ts';
import type { TestDocuments } from './explain.ts';
import { asRunId, type RunId } from './ids.ts';
import type { MeasureSpec } from './metrics.ts';
import { measureId, measureSpecs } from './metrics.ts';

/** What a bundle is asked for by: every view takes any of these. */
export type AttentionSource = PlainSource | DifferenceSource;
export type PlainSource = RunSource | MeasureSource | DatasetSource | FileSource;

/** A run's attention to a test sequence. `step` null: its newest snapshot, also while more come. */
export interface RunSource {
  readonly kind: 'run';
  readonly runId: RunId;
  readonly sequence: number;
  readonly step: number | null;
}
/** An untrained measure on a test sequence of a run. */
export interface MeasureSource {
  readonly kind: 'measure';
  readonly runId: RunId;
  readonly sequence: number;
  readonly spec: MeasureSpec;
}
/** An untrained measure on a test sequence of a dataset without a run, with the features a new experiment has. */
export interface DatasetSource {
  readonly kind: 'dataset';
  /** Hash. */
  readonly dataset: string;
  readonly sequenceLength: number;
  readonly sequence: number;
  readonly spec: MeasureSpec;
}
/** Attention from another program's file, as the lab keeps it. */
export interface FileSource {
  readonly kind: 'file';
  readonly importId: string;
  readonly example: number;
  /** The one layer that is looked at; the others stay in the file. */
  readonly layer: number;
  /** Of a layer too large to be had at once the head that is; else 0. */
  readonly head: number;
}
/** `a` less `b`, of the same documents. */
export interface DifferenceSource {
  readonly kind: 'difference';
  readonly a: PlainSource;
  readonly b: PlainSource;
}

/** A plain source as it stands in an address: "run.k3f9.0.350", "run.k3f9.0.last", "file.9a….2.5". */
export function sourceCode(source: PlainSource): string {
  switch (source.kind) {
    case 'run':
      return ['run', source.runId, source.sequence, source.step ?? 'last'].join('.');
    case 'measure':
      return ['measure', source.runId, source.sequence, measureId(source.spec)].join('.');
    case 'dataset':
      return ['data', source.dataset, source.sequence, measureId(source.spec), source.sequenceLength].join(
        '.',
      );
    case 'file':
      return ['file', source.importId, source.example, ...filePlace(source)].join('.');
  }
}

/** Layer and head, unless they are the first. */
function filePlace({ layer, head }: FileSource): readonly number[] {
  if (head > 0) return [layer, head];
  return layer > 0 ? [layer] : [];
}

/** Reads what `sourceCode` wrote; null for anything else. */
export function readSourceCode(code: string): PlainSource | null {
  const [kind, id = '', at = '', last = '', length = '', ...rest] = code.split('.');
  const index = wholeNumber(at);
  if (index === null || rest.length > 0) return null;
  if (kind === 'data') return datasetSource(id, length, index, last);
  if (kind === 'file') {
    const [layer, head] = [wholeNumber(last || '0'), wholeNumber(length || '0')];
    if (!isHash(id) || layer === null || head === null) return null;
    return { kind, importId: id, example: index, layer, head };
  }
  if (length !== '') return null;
  if (!isRunId(id)) return null;
  if (kind === 'run') {
    const step = last === 'last' ? null : wholeNumber(last);
    if (step === null && last !== 'last') return null;
    return { kind, runId: asRunId(id), sequence: index, step };
  }
  const spec = kind === 'measure' ? measureOf(last) : null;
  return spec === null ? null : { kind: 'measure', runId: asRunId(id), sequence: index, spec };
}

export const isRunId = (text: string): boolean => /^[a-z0-9]{4,32}$/.test(text);
/** Of a dataset or an imported file. */
export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

export function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export function measureOf(id: string): MeasureSpec | null {
  return measureSpecs.find((spec) => measureId(spec) === id) ?? null;
}

/** A measure on a dataset as an address has it; null where a part of it is none. */
export function datasetSource(
  dataset: string,
  length: string,
  sequence: number,
  measure: string,
): DatasetSource | null {
  const spec = measureOf(measure);
  const sequenceLength = wholeNumber(length) ?? 0;
  if (!isHash(dataset) || spec === null || sequenceLength < 2 || sequenceLength > 512) return null;
  return { kind: 'dataset', dataset, sequenceLength, sequence, spec };
}

/** Whose documents a source is of, as the contract asks for them; null of a file. */
export function documentsOf(source: PlainSource): TestDocuments | null {
  switch (source.kind) {
    case 'file':
      return null;
    case 'dataset': {
      const { dataset, sequenceLength } = source;
      return { untrained: { dataset, sequenceLength, features: featuresSchema.parse({}) } };
    }
    default:
      return { runId: source.runId };
  }
}

/** The run of a source that has one. */
export function runOf(source: PlainSource): RunId | null {
  return source.kind === 'run' || source.kind === 'measure' ? source.runId : null;
}

/** The part of a source whose run, sequence and step the page follows: of a difference its first. */
export function mainSource(source: AttentionSource): PlainSource {
  return source.kind === 'difference' ? source.a : source;
}

/** A file at another of its layers, or heads of it; both files of a difference. Any other source as it is. */
export function withLayer(source: AttentionSource, layer: number, head = 0): AttentionSource {
  const placedAt = (of: PlainSource): PlainSource => (of.kind === 'file' ? { ...of, layer, head } : of);
  if (source.kind !== 'difference') return placedAt(source);
  return { ...source, a: placedAt(source.a), b: placedAt(source.b) };
}

/** The same source with what is changed of its first part; both parts of a difference stay on one sequence. */
export function withPlace(
  source: AttentionSource,
  place: { readonly sequence?: number; readonly step?: number | null },
): AttentionSource {
  if (source.kind === 'difference') {
    const { sequence } = place;
    return {
      ...source,
      a: placed(source.a, place),
      b: sequence === undefined ? source.b : placed(source.b, { sequence }),
    };
  }
  return placed(source, place);
}

function placed(
  source: PlainSource,
  { sequence, step }: { readonly sequence?: number; readonly step?: number | null },
): PlainSource {
  if (source.kind === 'file') return source;
  const there = sequence === undefined ? source : { ...source, sequence };
  return step === undefined || there.kind !== 'run' ? there : { ...there, step };
}
