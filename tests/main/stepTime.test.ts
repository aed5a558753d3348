import { describe, expect, it } from 'vitest';
import { estimateStep, stepWork, type TimedStep } from '../../src/main/stepTime.ts';

const run = (work: number, seconds: number): TimedStep => ({ work, seconds, of: 'run' });
const measured = (work: number, seconds: number): TimedStep => ({ work, seconds, of: 'measurement' });

describe('the time of a step', () => {
  it('is unknown where nothing was timed', () => {
    expect(estimateStep([], 100)).toBeNull();
  });

  it('is the median of runs of the same work', () => {
    const timed = [run(100, 3), run(100, 1), run(100, 2), run(200, 9), measured(100, 50)];
    expect(estimateStep(timed, 100)).toEqual({ seconds: 2, from: 'same', runs: 3 });
  });

  it('goes in a straight line between two, in proportion above, and no faster below', () => {
    const timed = [run(100, 1), run(300, 5)];
    expect(estimateStep(timed, 200)).toEqual({ seconds: 3, from: 'scaled', runs: 2 });
    expect(estimateStep(timed, 600)).toEqual({ seconds: 10, from: 'scaled', runs: 2 });
    expect(estimateStep(timed, 10)).toEqual({ seconds: 1, from: 'scaled', runs: 2 });
  });

  it('rests on the machine’s measurement until there is a run', () => {
    expect(estimateStep([measured(100, 1)], 200)).toEqual({ seconds: 2, from: 'measured', runs: 0 });
    expect(estimateStep([measured(100, 1), run(100, 4)], 200)?.seconds).toBe(8);
  });

  it('counts the sequence’s length: sixteen times as long is far more than the parameters say', () => {
    const sizes = { heads: 4, headDim: 64, features: 8000 };
    const short = stepWork({ ...sizes, sequenceLength: 32 });
    const long = stepWork({ ...sizes, sequenceLength: 512 });
    expect(long / short).toBeGreaterThan(50);
  });
});
