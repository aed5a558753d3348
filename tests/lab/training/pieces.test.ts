import { describe, expect, it } from 'vitest';
import { CheckpointKeeper } from '../../../src/lab/training/checkpoints.ts';
import { StepClock } from '../../../src/lab/training/clock.ts';
import { TrainingControl } from '../../../src/lab/training/control.ts';
import { StepBatch } from '../../../src/lab/training/stepBatch.ts';
import type { TrainerEvent } from '../../../src/shared/trainerMessages.ts';

describe('the step clock', () => {
  it('gives the median and the least of an odd and of an even number of steps', () => {
    const clock = new StepClock();
    expect(clock.secondsPerStep()).toEqual({ median: 0, min: 0 });
    [5, 1, 3].forEach((seconds) => clock.add(seconds));
    expect(clock.secondsPerStep()).toEqual({ median: 3, min: 1 });
    clock.add(4);
    expect(clock.secondsPerStep()).toEqual({ median: 3.5, min: 1 });
  });

  it('goes on from the seconds of a checkpoint', () => {
    const clock = new StepClock(10);
    clock.add(2);
    expect(clock.trainSeconds).toBe(12);
  });

  it('counts a step that shared its work with a look at the weights in the sum alone', () => {
    const clock = new StepClock();
    clock.add(9, false);
    expect(clock.secondsPerStep()).toEqual({ median: 9, min: 9 });
    clock.add(2);
    clock.add(1, false);
    expect(clock.secondsPerStep()).toEqual({ median: 2, min: 2 });
    expect(clock.trainSeconds).toBe(12);
  });

  it('remembers the newest 65,536 steps', () => {
    const clock = new StepClock();
    for (let i = 0; i < 65_536; i++) clock.add(1);
    for (let i = 0; i < 40_000; i++) clock.add(2);
    expect(clock.secondsPerStep()).toEqual({ median: 2, min: 1 });
  });
});

describe('a batch of steps', () => {
  const collect = (): { batch: StepBatch; events: TrainerEvent[] } => {
    const events: TrainerEvent[] = [];
    const batch = new StepBatch((event) => {
      events.push(event);
      return Promise.resolve();
    });
    return { batch, events };
  };

  it('is due at 256 steps', async () => {
    const { batch, events } = collect();
    const now = performance.now();
    for (let step = 1; step <= 255; step++) batch.add(step, -step, step / 10);
    expect(batch.isDue(now)).toBe(false);
    batch.add(256, -256, 25.6);
    expect(batch.isDue(now)).toBe(true);
    await batch.send();
    batch.add(257, -257, 25.7);
    await batch.send();
    await batch.send();
    expect(events).toMatchObject([{ firstStep: 1 }, { firstStep: 257, losses: Float64Array.of(-257) }]);
    expect(events[0]).toMatchObject({ type: 'steps' });
    expect(events[0]!.type === 'steps' && events[0].losses.at(-1)).toBe(-256);
  });

  it('is due after 100 ms if there is anything in it', () => {
    const { batch } = collect();
    const later = performance.now() + 101;
    expect(batch.isDue(later)).toBe(false);
    batch.add(1, -1, 0.1);
    expect(batch.isDue(later)).toBe(true);
  });
});

describe('the control', () => {
  it('wakes a pause when it is resumed or the job is to end', async () => {
    const control = new TrainingControl();
    control.pause();
    const paused = control.whilePaused();
    control.resume();
    await paused;
    expect(control.wish).toBe('go');
    control.pause();
    const again = control.whilePaused();
    control.checkpointAndExit();
    await again;
    expect(control.wish).toBe('exit');
    expect(control.signal.aborted).toBe(true);
  });

  it('lets nothing come after a stop', () => {
    const control = new TrainingControl();
    control.stop();
    control.pause();
    control.resume();
    control.checkpointAndExit();
    expect(control.wish).toBe('stop');
  });
});

describe('checkpoints along the way', () => {
  const keeper = (everySteps: number | null, everyMinutes: number | null): CheckpointKeeper =>
    new CheckpointKeeper(
      'nowhere',
      { everySteps, everyMinutes, keep: 'weights' },
      {
        emit: () => Promise.resolve(),
        log: () => Promise.resolve(),
        control: new TrainingControl(),
      },
    );

  it('come every so many steps', () => {
    const due = [1, 2, 3, 4, 5, 6].filter((step) => keeper(3, null).isDue(step, performance.now()));
    expect(due).toEqual([3, 6]);
  });

  it('come every so many minutes since the last', () => {
    const everyTwoMinutes = keeper(null, 2);
    const now = performance.now();
    expect(everyTwoMinutes.isDue(1, now + 119_000)).toBe(false);
    expect(everyTwoMinutes.isDue(1, now + 121_000)).toBe(true);
  });

  it('come only if they were asked for', () => {
    expect(keeper(null, null).isDue(100, performance.now() + 1e9)).toBe(false);
  });
});
