import { describe, expect, it } from 'vitest';
import { StepTimes } from '../../../src/main/jobs/stepTimes.ts';

describe('step times', () => {
  it('know nothing before the first step', () => {
    expect(new StepTimes().median).toBeNaN();
  });

  it('have a median that one long step in between does not move', () => {
    const times = new StepTimes();
    times.add(1, Float64Array.of(0.5, 1));
    times.add(3, Float64Array.of(1.5, 9.5, 10));
    expect(times.median).toBeCloseTo(0.5, 12);
  });

  it('do not take the time before a resumed run’s first step for a step', () => {
    const times = new StepTimes();
    times.add(101, Float64Array.of(50));
    expect(times.median).toBeNaN();
    times.add(102, Float64Array.of(50.25));
    expect(times.median).toBeCloseTo(0.25, 12);
  });

  it('forget what is long past', () => {
    const times = new StepTimes();
    times.add(
      1,
      Float64Array.from({ length: 500 }, (_, i) => i + 1),
    );
    times.add(
      501,
      Float64Array.from({ length: 101 }, (_, i) => 500 + (i + 1) / 8),
    );
    expect(times.median).toBeCloseTo(1 / 8, 12);
  });
});
