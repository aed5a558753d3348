import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watchdog } from '../../../src/main/jobs/watchdog.ts';

describe('the watchdog', () => {
  let silences: number[];
  let limit: number;
  let watchdog: Watchdog;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    silences = [];
    limit = 60_000;
    watchdog = new Watchdog(
      1000,
      () => limit,
      (silent) => silences.push(silent),
    );
    watchdog.start();
  });
  afterEach(() => {
    watchdog.stop();
    vi.useRealTimers();
  });

  it('tells once of a silence longer than the limit', () => {
    vi.advanceTimersByTime(60_000);
    expect(silences).toEqual([]);
    vi.advanceTimersByTime(120_000);
    expect(silences).toEqual([61_000]);
  });

  it('counts anew whenever it hears something', () => {
    for (let minute = 0; minute < 10; minute += 1) {
      vi.advanceTimersByTime(59_000);
      watchdog.heard();
    }
    expect(silences).toEqual([]);
  });

  it('asks for the limit at every tick', () => {
    limit = Number.POSITIVE_INFINITY;
    vi.advanceTimersByTime(600_000);
    expect(silences).toEqual([]);
    limit = 60_000;
    vi.advanceTimersByTime(1000);
    expect(silences).toHaveLength(1);
  });

  it('does not take the sleep of the computer for silence', () => {
    const hour = 3_600_000;
    const start = performance.now();
    // The clock jumps while no timer runs, as it does when a laptop wakes up.
    vi.spyOn(performance, 'now').mockReturnValueOnce(start + hour);
    vi.advanceTimersByTime(1000);
    expect(silences).toEqual([]);
  });
});
