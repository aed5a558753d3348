import { describe, expect, it } from 'vitest';
import { readSource, writeSource } from '../../../../src/renderer/views/attention/address.ts';
import type { AttentionSource, PlainSource } from '../../../../src/shared/attentionSource.ts';
import { asRunId } from '../../../../src/shared/ids.ts';

const runId = asRunId('k3f9abcd');
const run: PlainSource = { kind: 'run', runId, sequence: 3, step: 350 };
const measure: PlainSource = {
  kind: 'measure',
  runId,
  sequence: 3,
  spec: { kind: 'rbf', features: 'raw', softmax: false },
};
const file = { kind: 'file', importId: '0f'.repeat(32), example: 1, layer: 0, head: 0 } as const;

describe('the address of the attention page', () => {
  it('reopens what was on screen, whatever kind it is', () => {
    const sources: readonly AttentionSource[] = [
      run,
      { ...run, step: null, sequence: 0 },
      measure,
      file,
      { ...file, layer: 11 },
      { ...file, example: 0, head: 3 },
      {
        kind: 'dataset',
        dataset: '0f'.repeat(32),
        sequenceLength: 16,
        sequence: 2,
        spec: { kind: 'dot', features: 'raw', softmax: false },
      },
      { kind: 'difference', a: run, b: measure },
      { kind: 'difference', a: measure, b: { ...run, step: null } },
      { kind: 'difference', a: file, b: { ...file, example: 0 } },
    ];
    for (const source of sources) {
      const query = Object.fromEntries(Object.entries(writeSource(source)).map(([k, v]) => [k, String(v)]));
      expect(readSource(query)).toEqual(source);
    }
  });

  it('leaves the usual out', () => {
    expect(writeSource({ ...run, step: null, sequence: 0 })).toEqual({ run: runId });
    expect(writeSource(null)).toEqual({});
  });

  it('says nothing where nothing can be understood', () => {
    expect(readSource({})).toBeNull();
    expect(readSource({ run: 'NO' })).toBeNull();
    expect(readSource({ file: 'x' })).toBeNull();
    expect(readSource({ run: runId, step: '-3', sequence: 'x', measure: 'none', less: 'run.?' })).toEqual({
      kind: 'run',
      runId,
      sequence: 0,
      step: null,
    });
  });
});
