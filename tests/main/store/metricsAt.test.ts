import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/shared/ids.ts';
import { readMetricAt } from '../../../src/shared/metricAt.ts';
import { scripted } from '../../helpers/scriptedLab.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

describe('metrics of many runs at another time than the last', () => {
  let temporary: TemporaryStore;
  let long: RunId;
  let short: RunId;
  let empty: RunId;
  beforeEach(() => {
    temporary = new TemporaryStore();
    const { store } = temporary;
    const make = (): RunId =>
      store.durably(() => store.runs.create({ experiment: scripted(''), threads: 0 }));
    [long, short, empty] = [make(), make(), make()];
    for (const [run, steps] of [
      [long, 600],
      [short, 100],
    ] as const) {
      const numbers = Float64Array.from({ length: steps }, (_, i) => -(i + 1) / 1000);
      store.transaction(() => store.metrics.append(run, 1, numbers, numbers));
      store.transaction(() =>
        store.life.setProgress(run, {
          step: steps,
          lastLoss: -steps / 1000,
          bestLoss: -steps / 1000,
          secondsPerStep: 1,
          trainSeconds: steps,
        }),
      );
    }
    const test = (run: RunId, step: number, loss: number, sameClassMass: number): void =>
      store.evaluations.save(run, {
        epoch: step / 100,
        step,
        seconds: 1,
        metrics: { loss, sameClassMass, voteAccuracy: 0.5, precisionAt1: Number.NaN, entropy: 4 - loss },
      });
    test(long, 0, -0.2, 0.1);
    test(long, 300, -0.7, 0.9);
    test(long, 600, -0.6, 0.8);
    test(short, 0, -0.3, 0.2);
    test(short, 100, Number.NaN, 0.3);
  });
  afterEach(() => temporary.remove());

  const values = (field: string): number[] => [
    ...temporary.store.metricsAt.of(readMetricAt(field)!, [empty, long, short]),
  ];

  it('takes the best of every test by what is better', () => {
    expect(values('testLoss@best')).toEqual([NaN, -0.7, -0.3]);
    expect(values('sameClassMass@best')).toEqual([NaN, 0.9, 0.3]);
    expect(values('precisionAt1@best')).toEqual([NaN, NaN, NaN]);
  });

  it('takes the newest test not after a step, of runs that came so far', () => {
    expect(values('testLoss@0')).toEqual([NaN, -0.2, -0.3]);
    expect(values('testLoss@299')).toEqual([NaN, -0.2, NaN]);
    expect(values('testLoss@300')).toEqual([NaN, -0.7, NaN]);
    expect(values('entropy@600')).toEqual([NaN, 4.6, NaN]);
    expect(values('testLoss@601')).toEqual([NaN, NaN, NaN]);
    expect(values('testLoss@100')).toEqual([NaN, -0.2, NaN]);
  });

  it('takes the training loss of the very step, over the bounds of stored rows', () => {
    expect(values('loss@1')).toEqual([NaN, -0.001, -0.001]);
    expect(values('loss@100')).toEqual([NaN, -0.1, -0.1]);
    expect(values('loss@256')).toEqual([NaN, -0.256, NaN]);
    expect(values('loss@257')).toEqual([NaN, -0.257, NaN]);
    expect(values('loss@600')).toEqual([NaN, -0.6, NaN]);
    expect(values('loss@601')).toEqual([NaN, NaN, NaN]);
    expect(values('loss@0')).toEqual([NaN, NaN, NaN]);
  });
});
