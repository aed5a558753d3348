/**
 * Tells when a process has been silent for too long. It counts what it saw itself: a computer that slept, or a
 * main process that was held up, adds two ticks and not the hours on the clock.
 */
export class Watchdog {
  readonly #tickMs: number;
  readonly #limitMs: () => number;
  readonly #onSilence: (silentMs: number) => void;
  #silentMs = 0;
  #lastTick = performance.now();
  #timer: NodeJS.Timeout | undefined;

  /** `limitMs` is asked at every tick; `onSilence` is called once, and the watch ends. */
  constructor(tickMs: number, limitMs: () => number, onSilence: (silentMs: number) => void) {
    this.#tickMs = tickMs;
    this.#limitMs = limitMs;
    this.#onSilence = onSilence;
  }

  start(): void {
    this.stop();
    this.#silentMs = 0;
    this.#lastTick = performance.now();
    this.#timer = setInterval(() => this.#tick(), this.#tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The process said something. */
  heard(): void {
    this.#silentMs = 0;
  }

  #tick(): void {
    const now = performance.now();
    this.#silentMs += Math.min(now - this.#lastTick, 2 * this.#tickMs);
    this.#lastTick = now;
    if (this.#silentMs <= this.#limitMs()) return;
    this.stop();
    this.#onSilence(this.#silentMs);
  }
}
