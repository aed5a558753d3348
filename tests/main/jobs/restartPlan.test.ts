import { describe, expect, it } from 'vitest';
import { RestartPlan } from '../../../src/main/jobs/restartPlan.ts';

describe('the restart plan', () => {
  it('waits longer each time and gives up after the last', () => {
    const plan = new RestartPlan([1000, 5000, 30_000]);
    expect(plan.next(10)).toEqual({ delay: 1000, attempt: 1 });
    expect(plan.next(10)).toEqual({ delay: 5000, attempt: 2 });
    expect(plan.next(10)).toEqual({ delay: 30_000, attempt: 3 });
    expect(plan.next(10)).toBeNull();
  });

  it('counts anew once there was progress', () => {
    const plan = new RestartPlan([1000]);
    expect(plan.next(10)?.attempt).toBe(1);
    expect(plan.next(20)?.attempt).toBe(1);
    expect(plan.next(20)).toBeNull();
  });

  it('ends its wait, and plans nothing more, when cancelled', async () => {
    const plan = new RestartPlan([1e9, 1e9]);
    const waiting = plan.wait(1e9);
    plan.cancel();
    await waiting;
    await plan.wait(1e9);
    expect(plan.next(10)).toBeNull();
  });

  it('plans nothing where nothing is to be restarted', () => {
    expect(new RestartPlan([]).next(10)).toBeNull();
  });
});
