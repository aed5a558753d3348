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
  readonly #before: number;
  #steps = 0;

  /** `before`: seconds of training done before this process took over. */
  constructor(before = 0) {
    this.#total = before;
    this.#before = before;
  }

  /**
   * `whole` is false for a step that did the work of the one before it, or left its own to the next, because
   * something looked at the weights in between: it counts in the sum, not in median and least.
   */
  add(seconds: number, whole = true): void {
    this.#total += seconds;
    this.#steps += 1;
    if (!whole) return;
    this.#min = Math.min(this.#min, seconds);
    this.#durations[this.#next] = seconds;
    this.#next = (this.#next + 1) % REMEMBERED;
  }

  /** Seconds of training since the run's first step. */
  get trainSeconds(): number {
    return this.#total;
  }

  /**
   * Median (of the newest 65 536) and least seconds of this process's whole steps; the mean of all where none was
   * whole, zeros before the first.
   */
  secondsPerStep(): { median: number; min: number } {
    if (this.#durations.length === 0) {
      const mean = this.#steps === 0 ? 0 : (this.#total - this.#before) / this.#steps;
      return { median: mean, min: mean };
    }
    const sorted = this.#durations.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle]!;
    const median = sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
    return { median, min: this.#min };
  }
}
