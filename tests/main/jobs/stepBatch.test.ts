import { describe, expect, it } from 'vitest';
import { StepBatch } from '../../../src/main/jobs/stepBatch.ts';

const add = (batch: StepBatch, firstStep: number, losses: readonly number[]): void =>
  batch.add(
    firstStep,
    Float64Array.from(losses),
    Float64Array.from(losses, (_, i) => firstStep + i),
  );

describe('a batch of steps', () => {
  it('joins messages that follow one another, and no others', () => {
    const batch = new StepBatch();
    add(batch, 1, [-0.1, -0.2]);
    add(batch, 3, [-0.3]);
    add(batch, 2, [-0.25]);
    add(batch, 4, []);
    expect(batch.length).toBe(4);
    expect(batch.series().map(({ firstStep, losses }) => [firstStep, ...losses])).toEqual([
      [1, -0.1, -0.2, -0.3],
      [2, -0.25],
    ]);
  });

  it('sums up where the run is', () => {
    const batch = new StepBatch();
    add(batch, 7, [-0.1, -0.4, -0.2]);
    expect(batch.summary()).toEqual({ step: 9, lastLoss: -0.2, bestLoss: -0.4, trainSeconds: 9 });
  });

  it('takes no loss that is not finite for the best', () => {
    const batch = new StepBatch();
    add(batch, 1, [Number.NEGATIVE_INFINITY, -0.4, Number.NaN]);
    expect(batch.summary()).toMatchObject({ lastLoss: Number.NaN, bestLoss: -0.4 });
    const diverged = new StepBatch();
    add(diverged, 1, [Number.NaN]);
    expect(diverged.summary().bestLoss).toBeNaN();
  });
});
