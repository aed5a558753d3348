import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work after which messages and heartbeats get their turn. */
const HELD_MS = 30;

/** Lets the process answer messages when synchronous work has held it for 30 ms. */
export class Breath {
  #last = performance.now();

  /** Whether it is time; cheap enough to ask after every step. `now` in ms, of `performance.now()`. */
  isDue(now: number = performance.now()): boolean {
    return now - this.#last >= HELD_MS;
  }

  async take(): Promise<void> {
    await setImmediate();
    this.#last = performance.now();
  }

  async takeIfDue(): Promise<void> {
    if (this.isDue()) await this.take();
  }
}
