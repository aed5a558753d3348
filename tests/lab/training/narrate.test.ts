import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/lab/training/narrate.ts';
import { findPreset } from '../../../src/shared/presets.ts';

const { experiment } = findPreset('quick-start')!;

describe('a run’s log', () => {
  it('says how it started: features, engine, weights and probes', () => {
    const shape = {
      trainDocuments: 9,
      testDocuments: 4,
      features: 8026,
      headDim: 64,
      heads: 4,
      parameters: 1,
      stepsPerEpoch: 1,
      totalSteps: 1,
      testSequences: 1,
      classes: [],
    };
    const engine = { name: 'wasm', version: '1', device: 'CPU, 2 threads', threads: 2 } as const;
    const environment = {
      appVersion: '1',
      nodeVersion: '24',
      platform: '',
      processor: '',
      cores: 1,
      memoryBytes: 1,
    };
    expect(linesOf({ type: 'started', engine, environment, shape, firstStep: 0 }, experiment)).toEqual([
      'features: 8026 terms',
      'engine: wasm 1, CPU, 2 threads',
      'weights: A_K, A_Q [4·64, 8026] randn × √(2/8026), seed 0',
      'probes: 2 test sequences, stored every 10 steps',
    ]);
    expect(linesOf({ type: 'started', engine, environment, shape, firstStep: 7 }, experiment)[2]).toBe(
      'weights: from the checkpoint of step 7',
    );
  });

  it('says what was measured and kept', () => {
    const metrics = { loss: -0.26694, sameClassMass: 0.35031, voteAccuracy: 0, precisionAt1: 0, entropy: 0 };
    expect(
      linesOf({ type: 'evaluation', evaluation: { epoch: 1, step: 70, metrics, seconds: 1 } }, experiment),
    ).toEqual(['epoch 1: test loss -0.2669, same-class mass 0.3503']);
    expect(
      linesOf({ type: 'checkpoint', step: 70, folder: '', bytes: 1.55e9, resumable: true }, experiment),
    ).toEqual(['checkpoint: step 70, 1.55 GB, all that resuming needs']);
  });

  it('leaves out steps, snapshots and progress', () => {
    const none = new Float64Array(0);
    expect(linesOf({ type: 'steps', firstStep: 1, losses: none, seconds: none }, experiment)).toEqual([]);
    expect(
      linesOf({ type: 'progress', stage: 'reading', done: 0, total: null, unit: 'bytes' }, experiment),
    ).toEqual([]);
  });
});
