import type { RunId } from '../../shared/ids.ts';
import type { LossSeries } from '../../shared/run.ts';

type Steps = Pick<LossSeries, 'firstStep' | 'losses' | 'seconds'>;

/** The losses of a run as they come, in memory that doubles: a step costs no copy of those before it. */
export class GrowingSeries {
  readonly #runId: RunId;
  #losses = new Float64Array(1024);
  #seconds = new Float64Array(1024);
  #length = 0;

  constructor(runId: RunId) {
    this.#runId = runId;
  }

  get length(): number {
    return this.#length;
  }

  /** Appends what is new of these steps. False, and nothing is changed, if steps before them are missing. */
  add({ firstStep, losses, seconds }: Steps): boolean {
    const known = this.#length + 1 - firstStep;
    if (known < 0) return false;
    const count = losses.length - known;
    if (count <= 0) return true;
    this.#reserve(this.#length + count);
    this.#losses.set(losses.subarray(known), this.#length);
    this.#seconds.set(seconds.subarray(known), this.#length);
    this.#length += count;
    return true;
  }

  /** All steps so far, as views: entries never change once they are there. */
  view(): LossSeries {
    return {
      runId: this.#runId,
      firstStep: 1,
      losses: this.#losses.subarray(0, this.#length),
      seconds: this.#seconds.subarray(0, this.#length),
    };
  }

  #reserve(length: number): void {
    if (length <= this.#losses.length) return;
    const size = Math.max(length, this.#losses.length * 2);
    const [losses, seconds] = [new Float64Array(size), new Float64Array(size)];
    losses.set(this.#losses.subarray(0, this.#length));
    seconds.set(this.#seconds.subarray(0, this.#length));
    this.#losses = losses;
    this.#seconds = seconds;
  }
}
