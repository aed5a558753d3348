import type { MeasureSpec } from './metrics.ts';
import { measureId, measureSpecs } from './metrics.ts';
import { asRunId, type RunId } from './ids.ts';

/** What a bundle is asked for by: every view takes any of these. */
export type AttentionSource = PlainSource | DifferenceSource;
export type PlainSource = RunSource | MeasureSource | FileSource;

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
/** Attention from another program's file, as the lab keeps it. */
export interface FileSource {
  readonly kind: 'file';
  readonly importId: string;
  readonly example: number;
}
/** `a` less `b`, of the same documents. */
export interface DifferenceSource {
  readonly kind: 'difference';
  readonly a: PlainSource;
  readonly b: PlainSource;
}

/** A plain source as it stands in an address: "run.k3f9.0.350", "run.k3f9.0.last", "file.9a….2". */
export function sourceCode(source: PlainSource): string {
  switch (source.kind) {
    case 'run':
      return ['run', source.runId, source.sequence, source.step ?? 'last'].join('.');
    case 'measure':
      return ['measure', source.runId, source.sequence, measureId(source.spec)].join('.');
    case 'file':
      return ['file', source.importId, source.example].join('.');
  }
}

/** Reads what `sourceCode` wrote; null for anything else. */
export function readSourceCode(code: string): PlainSource | null {
  const [kind, id = '', at = '', last = '', ...rest] = code.split('.');
  const index = wholeNumber(at);
  if (index === null || rest.length > 0) return null;
  if (kind === 'file') return isImportId(id) && last === '' ? { kind, importId: id, example: index } : null;
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
export const isImportId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

export function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export function measureOf(id: string): MeasureSpec | null {
  return measureSpecs.find((spec) => measureId(spec) === id) ?? null;
}

/** The part of a source whose run, sequence and step the page follows: of a difference its first. */
export function mainSource(source: AttentionSource): PlainSource {
  return source.kind === 'difference' ? source.a : source;
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
