/** Newest steps the median is taken of: bounded, whatever the length of a run. */
const REMEMBERED = 65_536;

/**
 * Time spent in optimiser steps alone: pauses, evaluations, snapshots and checkpoints are left out, so that runs can
 * be compared whatever they recorded.
 */
export class StepClock {
  readonly #durations: number[] = [];
  #next = 0;
  #min = Number.POSITIVE_INFINITY;
  #total: number;

  /** `before`: seconds of training done before this process took over. */
  constructor(before = 0) {
    this.#total = before;
  }

  add(seconds: number): void {
    this.#total += seconds;
    this.#min = Math.min(this.#min, seconds);
    this.#durations[this.#next] = seconds;
    this.#next = (this.#next + 1) % REMEMBERED;
  }

  /** Seconds of training since the run's first step. */
  get trainSeconds(): number {
    return this.#total;
  }

  /** Median (of the newest 65 536) and least seconds of this process's steps; zeros before the first. */
  secondsPerStep(): { median: number; min: number } {
    if (this.#durations.length === 0) return { median: 0, min: 0 };
    const sorted = this.#durations.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle]!;
    const median = sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
    return { median, min: this.#min };
  }
}
