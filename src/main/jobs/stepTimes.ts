/** Durations of the last steps of one process, for a median that is robust against an evaluation in between. */
export class StepTimes {
  readonly #kept = 101;
  #durations: number[] = [];
  #last: { readonly step: number; readonly seconds: number } | null = null;

  /** `seconds[i]`: from the start of training to the end of step `firstStep + i`. */
  add(firstStep: number, seconds: Float64Array): void {
    const from = Math.max(0, seconds.length - this.#kept);
    for (let i = from; i < seconds.length; i += 1) {
      const now = seconds[i] ?? 0;
      const before = i > 0 ? seconds[i - 1] : this.#secondsBefore(firstStep);
      if (before !== undefined) this.#durations.push(now - before);
    }
    this.#durations = this.#durations.slice(-this.#kept);
    const end = seconds.at(-1);
    if (end !== undefined) this.#last = { step: firstStep + seconds.length - 1, seconds: end };
  }

  /** Seconds, or NaN before the first. */
  get median(): number {
    const sorted = this.#durations.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  }

  #secondsBefore(step: number): number | undefined {
    if (step === 1) return 0;
    return this.#last?.step === step - 1 ? this.#last.seconds : undefined;
  }
}
