import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import {
  datasetSource,
  isHash,
  isRunId,
  measureOf,
  readSourceCode,
  sourceCode,
  wholeNumber,
  type AttentionSource,
  type PlainSource,
} from '../../../shared/attentionSource.ts';
import { asRunId } from '../../../shared/ids.ts';
import { measureId } from '../../../shared/metrics.ts';

/** The words of an address that name what is looked at; each tab may have further ones of its own. */
export const sourceWords = [
  'run',
  'sequence',
  'step',
  'measure',
  'file',
  'example',
  'layer',
  'head',
  'data',
  'n',
  'less',
] as const;

/**
 * What the address of the attention page says is looked at: it can be sent, and reopens what was on screen. Null: not
 * said. What it does not understand takes its usual value.
 */
export function readSource(query: LocationQuery): AttentionSource | null {
  const text = (name: (typeof sourceWords)[number]): string => {
    const value = query[name];
    return typeof value === 'string' ? value : '';
  };
  const plain = readPlain(text);
  const less = readSourceCode(text('less'));
  return plain === null || less === null ? plain : { kind: 'difference', a: plain, b: less };
}

function readPlain(text: (name: (typeof sourceWords)[number]) => string): PlainSource | null {
  if (isHash(text('file'))) {
    const [example, layer, head] = (['example', 'layer', 'head'] as const).map(
      (name) => wholeNumber(text(name)) ?? 0,
    );
    return {
      kind: 'file',
      importId: text('file'),
      example: example ?? 0,
      layer: layer ?? 0,
      head: head ?? 0,
    };
  }
  const onDataset = datasetSource(
    text('data'),
    text('n'),
    wholeNumber(text('sequence')) ?? 0,
    text('measure'),
  );
  if (onDataset !== null) return onDataset;
  if (!isRunId(text('run'))) return null;
  const place = { runId: asRunId(text('run')), sequence: wholeNumber(text('sequence')) ?? 0 };
  const spec = measureOf(text('measure'));
  if (spec !== null) return { kind: 'measure', ...place, spec };
  return { kind: 'run', ...place, step: wholeNumber(text('step')) };
}

export function writeSource(source: AttentionSource | null): LocationQueryRaw {
  if (source === null) return {};
  if (source.kind === 'difference') return { ...writeSource(source.a), less: sourceCode(source.b) };
  if (source.kind === 'file') {
    return {
      file: source.importId,
      ...(source.example === 0 ? {} : { example: String(source.example) }),
      ...(source.layer === 0 ? {} : { layer: String(source.layer) }),
      ...(source.head === 0 ? {} : { head: String(source.head) }),
    };
  }
  if (source.kind === 'dataset') {
    return {
      data: source.dataset,
      n: String(source.sequenceLength),
      measure: measureId(source.spec),
      ...(source.sequence === 0 ? {} : { sequence: String(source.sequence) }),
    };
  }
  return {
    run: source.runId,
    ...(source.sequence === 0 ? {} : { sequence: String(source.sequence) }),
    ...(source.kind === 'measure' ? { measure: measureId(source.spec) } : {}),
    ...(source.kind === 'run' && source.step !== null ? { step: String(source.step) } : {}),
  };
}
