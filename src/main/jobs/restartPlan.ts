/** When a lost process is started again: after ever longer waits, and only so often without progress. */
export class RestartPlan {
  readonly #delays: readonly number[];
  #attempts = 0;
  #step = -1;
  #cancelled = false;
  #wake: () => void = () => undefined;

  /** Milliseconds before the first, second, … try. */
  constructor(delays: readonly number[]) {
    this.#delays = delays;
  }

  /** The next try from a checkpoint at `step`, or null if there were enough. A newer checkpoint counts anew. */
  next(step: number): { readonly delay: number; readonly attempt: number } | null {
    if (step > this.#step) this.#attempts = 0;
    this.#step = step;
    const delay = this.#delays[this.#attempts];
    if (delay === undefined || this.#cancelled) return null;
    this.#attempts += 1;
    return { delay, attempt: this.#attempts };
  }

  /** Resolves after `delay` ms, or at once when cancelled. */
  async wait(delay: number): Promise<void> {
    if (this.#cancelled) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delay);
      this.#wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  cancel(): void {
    this.#cancelled = true;
    this.#wake();
  }
}
