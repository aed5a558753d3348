import { describe, expect, it } from 'vitest';
import { estimateStep, stepWork, type TimedStep } from '../../src/main/stepTime.ts';

const run = (work: number, seconds: number): TimedStep => ({ work, seconds, of: 'run' });
const measured = (work: number, seconds: number): TimedStep => ({ work, seconds, of: 'measurement' });

/** D, d, H, n and processor seconds a step on one thread of an AMD EPYC. */
const timedModels: readonly (readonly [number, number, number, number, number])[] = [
  [2000, 256, 1, 32, 0.00144],
  [32_000, 256, 1, 32, 0.01473],
  [128_000, 64, 1, 32, 0.01402],
  [8000, 64, 1, 32, 0.00097],
  [8000, 64, 8, 32, 0.00842],
  [8000, 256, 1, 8, 0.00379],
  [8000, 256, 1, 128, 0.00809],
  [8000, 64, 4, 256, 0.02179],
  [8000, 256, 1, 512, 0.0434],
  [8000, 16, 8, 512, 0.06829],
];
/** The same for models like those that a machine is measured on (shared/compute.ts). */
const measuredHere = [
  measured(stepWork({ features: 8026, headDim: 256, heads: 1, sequenceLength: 32, threads: 1 }), 0.00393),
  measured(stepWork({ features: 8000, headDim: 2048, heads: 1, sequenceLength: 32, threads: 1 }), 0.03717),
];

describe('the time of a step', () => {
  it('is unknown where nothing was timed', () => {
    expect(estimateStep([], 100)).toBeNull();
  });

  it('is the median of runs of the same work', () => {
    const timed = [run(100, 3), run(100, 1), run(100, 2), run(200, 9), measured(100, 50)];
    expect(estimateStep(timed, 100)).toEqual({ seconds: 2, from: 'same', runs: 3 });
  });

  it('goes in a straight line between two, and in proportion beyond them', () => {
    const timed = [run(100, 1), run(300, 5)];
    expect(estimateStep(timed, 200)).toEqual({ seconds: 3, from: 'scaled', runs: 2 });
    expect(estimateStep(timed, 600)).toEqual({ seconds: 10, from: 'scaled', runs: 2 });
    expect(estimateStep(timed, 10)).toEqual({ seconds: 0.1, from: 'scaled', runs: 2 });
  });

  it('rests on the machine’s measurement until there is a run', () => {
    expect(estimateStep([measured(100, 1)], 200)).toEqual({ seconds: 2, from: 'measured', runs: 0 });
    expect(estimateStep([measured(100, 1), run(100, 4)], 200)?.seconds).toBe(8);
  });

  it.each(timedModels)(
    'is within a fifth of what D = %i, d = %i, H = %i, n = %i took, from the two models a machine is measured on',
    (features, headDim, heads, sequenceLength, seconds) => {
      const work = stepWork({ features, headDim, heads, sequenceLength, threads: 1 });
      const estimated = estimateStep(measuredHere, work)?.seconds ?? 0;
      expect(estimated / seconds).toBeGreaterThan(0.8);
      expect(estimated / seconds).toBeLessThan(1.2);
    },
  );
});
