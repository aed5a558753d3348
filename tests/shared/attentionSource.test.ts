import { describe, expect, it } from 'vitest';
import {
  readSourceCode,
  sourceCode,
  withLayer,
  withPlace,
  type AttentionSource,
  type PlainSource,
} from '../../src/shared/attentionSource.ts';
import { asRunId } from '../../src/shared/ids.ts';

const runId = asRunId('k3f9abcd');
const importId = 'a9'.repeat(32);
const sources: readonly PlainSource[] = [
  { kind: 'run', runId, sequence: 3, step: 350 },
  { kind: 'run', runId, sequence: 0, step: null },
  { kind: 'measure', runId, sequence: 2, spec: { kind: 'cosine', features: 'standardised', softmax: true } },
  { kind: 'measure', runId, sequence: 0, spec: { kind: 'uniform', features: 'raw', softmax: true } },
  { kind: 'file', importId, example: 2, layer: 0, head: 0 },
  {
    kind: 'dataset',
    dataset: importId,
    sequenceLength: 32,
    sequence: 4,
    spec: { kind: 'dot', features: 'raw', softmax: false },
  },
];

describe('the code of a source', () => {
  it('reads back what it wrote, of every kind', () => {
    for (const source of sources) expect(readSourceCode(sourceCode(source))).toEqual(source);
  });

  it('says a newest snapshot in a word', () => {
    expect(sourceCode(sources[1]!)).toBe('run.k3f9abcd.0.last');
  });

  it('names layer and head of a file, unless they are the first', () => {
    const file = { kind: 'file', importId, example: 2, layer: 0, head: 0 } as const;
    expect(sourceCode(file)).toBe(`file.${importId}.2`);
    for (const place of [{ layer: 5 }, { head: 3 }, { layer: 5, head: 3 }]) {
      expect(readSourceCode(sourceCode({ ...file, ...place }))).toEqual({ ...file, ...place });
    }
    expect(sourceCode({ ...file, layer: 5 })).toBe(`file.${importId}.2.5`);
  });

  it('is null for anything else', () => {
    const wrong = ['', 'run', 'run.k3f9abcd.0', 'run.k3f9abcd.0.x', 'run.k3f9abcd.-1.5', 'run.K.0.5'];
    const more = ['measure.k3f9abcd.0.nothing', 'file.a9.0', `file.${importId}.0.x`, 'run.k3f9abcd.0.5.6'];
    wrong.push(`data.${importId}.0.dot-raw`, `data.${importId}.0.dot-raw.1`, 'data.a9.0.dot-raw.32');
    for (const code of [...wrong, ...more]) expect(readSourceCode(code), code).toBeNull();
  });
});

describe('another place of a source', () => {
  it('moves both files of a difference to a layer, and no other source', () => {
    const file = { kind: 'file', importId, example: 0, layer: 0, head: 2 } as const;
    expect(withLayer({ kind: 'difference', a: file, b: { ...file, example: 1 } }, 4)).toEqual({
      kind: 'difference',
      a: { ...file, layer: 4, head: 0 },
      b: { ...file, example: 1, layer: 4, head: 0 },
    });
    expect(withLayer(file, 4, 7)).toEqual({ ...file, layer: 4, head: 7 });
    expect(withLayer(sources[0]!, 4)).toEqual(sources[0]);
  });

  it('moves both parts of a difference to a sequence, and the first alone to a step', () => {
    const both: AttentionSource = { kind: 'difference', a: sources[0]!, b: sources[2]! };
    expect(withPlace(both, { sequence: 7 })).toMatchObject({
      a: { sequence: 7, step: 350 },
      b: { sequence: 7 },
    });
    expect(withPlace(both, { step: 10 })).toMatchObject({ a: { step: 10 }, b: { sequence: 2 } });
  });

  it('leaves a file where it is, and a measure without a step', () => {
    expect(withPlace(sources[4]!, { sequence: 7, step: 1 })).toEqual(sources[4]);
    expect(withPlace(sources[2]!, { step: 1 })).toEqual(sources[2]);
  });
});
