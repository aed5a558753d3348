import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/shared/ids.ts';
import { chunkSteps } from '../../../src/main/store/metrics.ts';
import { scripted } from '../../helpers/scriptedLab.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

describe('losses in the store', () => {
  let temporary: TemporaryStore;
  let run: RunId;
  beforeEach(() => {
    temporary = new TemporaryStore();
    run = newRun();
  });
  afterEach(() => temporary.remove());

  const newRun = (): RunId => {
    const { store } = temporary;
    return store.durably(() => store.runs.create({ experiment: scripted(''), threads: 0 }));
  };
  const append = (id: RunId, firstStep: number, losses: readonly number[]): void => {
    const { store } = temporary;
    const seconds = Float64Array.from(losses, (_, i) => (firstStep + i) / 10);
    store.transaction(() => store.metrics.append(id, firstStep, Float64Array.from(losses), seconds));
  };

  it('gives back every step from any step on', () => {
    const losses = Array.from({ length: 3 * chunkSteps + 7 }, (_, i) => -i / 1000);
    append(run, 1, losses.slice(0, 10));
    append(run, 11, losses.slice(10));
    for (const fromStep of [1, 2, chunkSteps, chunkSteps + 1, losses.length]) {
      const series = temporary.store.metrics.series(run, fromStep);
      expect(series.firstStep).toBe(fromStep);
      expect([...series.losses]).toEqual(losses.slice(fromStep - 1));
      expect(series.seconds[0]).toBe(fromStep / 10);
    }
    expect(temporary.store.metrics.series(run, losses.length + 1).losses).toHaveLength(0);
    expect(temporary.store.metrics.series(run, 10 * losses.length).losses).toHaveLength(0);
  });

  it('gives the losses alone where their times are not needed, the same from any step on', () => {
    const losses = Array.from({ length: 2 * chunkSteps + 7 }, (_, i) => -i / 1000);
    append(run, 1, losses);
    append(run, losses.length + chunkSteps, [-0.5]);
    const { metrics } = temporary.store;
    for (const fromStep of [1, 2, chunkSteps + 1, losses.length + 2, 10 * losses.length]) {
      expect(metrics.losses(run, fromStep)).toEqual({
        ...metrics.series(run, fromStep),
        seconds: new Float64Array(0),
      });
    }
  });

  it('is empty for a run without steps, and keeps runs apart', () => {
    const other = newRun();
    append(run, 1, [1, 2]);
    expect(temporary.store.metrics.series(other, 1).losses).toHaveLength(0);
  });

  it('keeps a NaN as NaN', () => {
    append(run, 1, [-0.5, Number.NaN]);
    expect([...temporary.store.metrics.series(run, 1).losses]).toEqual([-0.5, Number.NaN]);
  });

  it('agrees with a plain array, however the batches fall: one by one, repeated, over gaps', () => {
    const batch = fc.record({
      firstStep: fc.integer({ min: 1, max: 3 * chunkSteps }),
      losses: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 }),
    });
    fc.assert(
      fc.property(
        fc.array(batch, { maxLength: 12 }),
        fc.integer({ min: 1, max: 600 }),
        (batches, fromStep) => {
          const id = newRun();
          const plain: number[] = [];
          for (const { firstStep, losses } of batches) {
            append(id, firstStep, losses);
            while (plain.length < firstStep - 1) plain.push(Number.NaN);
            losses.forEach((loss, i) => (plain[firstStep - 1 + i] = loss));
          }
          expect([...temporary.store.metrics.series(id, fromStep).losses]).toEqual(plain.slice(fromStep - 1));
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });
});
