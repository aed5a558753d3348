import type { JobHooks } from './hooks.ts';

const MOST_STEPS = 256;
const LONGEST_MS = 100;

/** Steps on their way to the recorder, sent 256 at a time or every 100 ms; the loop allocates nothing a step. */
export class StepBatch {
  readonly #emit: JobHooks['emit'];
  readonly #losses = new Float64Array(MOST_STEPS);
  readonly #seconds = new Float64Array(MOST_STEPS);
  #firstStep = 0;
  #count = 0;
  #sentAt = performance.now();

  constructor(emit: JobHooks['emit']) {
    this.#emit = emit;
  }

  /** `seconds`: from the start of training to the end of the step. Send what is due before adding more. */
  add(step: number, loss: number, seconds: number): void {
    if (this.#count === 0) this.#firstStep = step;
    this.#losses[this.#count] = loss;
    this.#seconds[this.#count] = seconds;
    this.#count++;
  }

  isDue(now: number): boolean {
    return this.#count === MOST_STEPS || (this.#count > 0 && now - this.#sentAt >= LONGEST_MS);
  }

  /** Sends what there is: before any event that stands for the same steps, so that a store has the steps first. */
  async send(): Promise<void> {
    this.#sentAt = performance.now();
    if (this.#count === 0) return;
    const count = this.#count;
    this.#count = 0;
    await this.#emit({
      type: 'steps',
      firstStep: this.#firstStep,
      losses: this.#losses.slice(0, count),
      seconds: this.#seconds.slice(0, count),
    });
  }
}
