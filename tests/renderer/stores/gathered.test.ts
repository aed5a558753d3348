import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gathered } from '../../../src/renderer/stores/gathered.ts';

describe('what arrives one by one', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is told of together, once nothing more is awaited', () => {
    const told: (readonly number[])[] = [];
    const all = gathered<number>((items) => told.push([...items]));
    for (const item of [1, 2, 3]) all.add(item);
    expect(told).toEqual([]);
    all.end();
    expect(told).toEqual([[1, 2, 3]]);
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(1);
  });

  it('is told of in between, ever more seldom, when it takes long', () => {
    const told: number[] = [];
    const all = gathered<number>((items) => told.push(items.length));
    for (let i = 0; i < 30; i += 1) {
      all.add(i);
      vi.advanceTimersByTime(250);
    }
    // After 1 s and 4 s more; the rest when it has ended.
    expect(told).toEqual([4, 16]);
    all.end();
    expect(told).toEqual([4, 16, 10]);
  });

  it('is not told of where nothing came', () => {
    const tell = vi.fn();
    gathered(tell).end();
    expect(tell).not.toHaveBeenCalled();
  });
});
