import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asRunId, type RunId } from '../../../src/shared/ids.ts';
import { Store } from '../../../src/main/store/store.ts';
import { scripted } from '../../helpers/scriptedLab.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

const metrics = { loss: -0.5, sameClassMass: 0.6, voteAccuracy: 0.7, precisionAt1: 0.8, entropy: 1.5 };

describe('what is recorded of a run', () => {
  let temporary: TemporaryStore;
  let run: RunId;
  beforeEach(() => {
    temporary = new TemporaryStore();
    const { store } = temporary;
    run = store.durably(() => store.runs.create({ experiment: scripted(''), threads: 0 }));
  });
  afterEach(() => temporary.remove());

  it('shows the evaluation of the latest step in the list, and all of them by step', () => {
    const { store } = temporary;
    const later = { epoch: 2, step: 140, metrics: { ...metrics, loss: -0.6 }, seconds: 2 };
    const first = { epoch: 0, step: 0, metrics, seconds: 1 };
    store.evaluations.save(run, later);
    store.evaluations.save(run, { ...first, seconds: 9 });
    store.evaluations.save(run, first);
    expect(store.evaluations.of(run)).toEqual([first, later]);
    expect(store.runs.list()[0]?.lastEvaluation).toEqual(later);
  });

  it('gives a metric that was not finite back as NaN', () => {
    const { store } = temporary;
    const diverged = { ...metrics, loss: Number.NaN };
    store.evaluations.save(run, { epoch: 1, step: 10, metrics: diverged, seconds: 1 });
    expect(store.runs.list()[0]?.lastEvaluation?.metrics).toEqual(diverged);
  });

  it('keeps baselines in their order and replaces them as a whole', () => {
    const { store } = temporary;
    const uniform = {
      id: 'uniform',
      title: 'uniform',
      spec: { kind: 'uniform', features: 'raw', softmax: true },
      metrics,
    } as const;
    const dot = {
      id: 'dot-raw',
      title: 'dot',
      spec: { kind: 'dot', features: 'raw', softmax: false },
      metrics,
    } as const;
    store.transaction(() => store.evaluations.saveBaselines(run, [uniform]));
    store.transaction(() => store.evaluations.saveBaselines(run, [dot, uniform]));
    expect(store.evaluations.baselines(run)).toEqual([dot, uniform]);
  });

  it('finds the newest snapshot not after a step', () => {
    const { store } = temporary;
    const probe = {
      sequence: 1,
      labels: Int32Array.of(0, -1),
      documentHashes: ['a', 'b'],
      tokens: ['x 1', 'y 1'],
      titles: ['X', 'Y'],
    };
    store.probes.save(run, probe);
    expect(store.probes.of(run)).toEqual([{ ...probe, labels: [0, -1], length: 2 }]);
    for (const step of [0, 10, 20]) {
      const values = Float32Array.of(step, 0.5, 0.25, 0.125);
      store.probes.saveSnapshot(run, 1, { step, heads: 1, values });
    }
    const stepAt = (step: number | null, sequence = 1): number | undefined =>
      store.probes.snapshotAt(run, sequence, step)?.step;
    expect([stepAt(0), stepAt(9), stepAt(10), stepAt(99), stepAt(null)]).toEqual([0, 0, 10, 20, 20]);
    expect(stepAt(null, 0)).toBeUndefined();
    expect(store.probes.snapshotAt(run, 1, 10)?.values).toEqual(Float32Array.of(10, 0.5, 0.25, 0.125));
    expect(store.probes.snapshotSteps(run)).toEqual([0, 10, 20]);
  });

  it('keeps a typed array that is a part of a larger one', () => {
    const { store } = temporary;
    const larger = Float32Array.of(9, 1, 2, 3, 4, 9);
    store.probes.saveSnapshot(run, 0, { step: 1, heads: 1, values: larger.subarray(1, 5) });
    expect(store.probes.snapshotAt(run, 0, 1)?.values).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  it('finds checkpoints again after the data folder has moved', async () => {
    const folder = temporary.folder.path;
    let { store } = temporary;
    for (const [step, resumable] of [
      [20, true],
      [10, true],
      [30, false],
    ] as const) {
      const name = `ckpt-0000${step}`;
      store.checkpoints.save(run, {
        step,
        resumable,
        bytes: 7,
        folder: join(folder, 'checkpoints', run, name),
      });
    }
    expect(store.checkpoints.newestResumable(run)?.step).toBe(20);
    store.checkpoints.remove(run, join(folder, 'checkpoints', run, 'ckpt-000020'));
    await store.close();
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    store = new Store({
      file: join(moved, 'lab.sqlite'),
      backupsDir: join(moved, 'backups'),
      checkpointsDir: join(moved, 'checkpoints'),
    });
    expect(store.checkpoints.of(run)).toEqual([
      { step: 10, bytes: 7, resumable: true, folder: join(moved, 'checkpoints', run, 'ckpt-000010') },
      { step: 30, bytes: 7, resumable: false, folder: join(moved, 'checkpoints', run, 'ckpt-000030') },
    ]);
    await store.close();
    renameSync(moved, folder);
  });

  it('keeps a report with or without test results', () => {
    const { store } = temporary;
    expect(store.reports.get(run)).toBeNull();
    const stopped = {
      step: 0,
      secondsPerStep: { median: Number.NaN, min: Number.NaN },
      trainSeconds: 0,
      peakRssBytes: 1e9,
      test: null,
    };
    store.reports.save(run, stopped);
    expect(store.reports.get(run)).toEqual(stopped);
    const finished = {
      ...stopped,
      step: 10,
      secondsPerStep: { median: 0.2, min: 0.1 },
      test: {
        losses: Float64Array.of(-0.1, -0.2),
        sameClassMass: Float64Array.of(0.3, 0.4),
        metrics,
        attentionOfFirstSequence: Float32Array.of(1, 0, 0, 1),
      },
    };
    store.reports.save(run, finished);
    expect(store.reports.get(run)).toEqual(finished);
  });

  it('shows the last thousand log lines, oldest first', () => {
    const { store } = temporary;
    store.transaction(() => {
      for (let i = 0; i < 1005; i += 1) {
        store.log.add(run, { at: new Date(i).toISOString(), level: 'info', message: `line ${i}` });
      }
    });
    const lines = store.log.of(run);
    expect(lines).toHaveLength(1000);
    expect([lines[0]?.message, lines.at(-1)?.message]).toEqual(['line 5', 'line 1004']);
  });

  it('refuses to record for a run that does not exist', () => {
    const { store } = temporary;
    expect(() =>
      store.evaluations.save(asRunId('nobody00'), { epoch: 0, step: 0, metrics, seconds: 0 }),
    ).toThrow(/FOREIGN KEY/);
  });
});
