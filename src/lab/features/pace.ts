import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../../shared/errors.ts';

/** Work done so far, as a progress bar shows it. */
export interface FeaturesProgress {
  readonly stage: 'tokenising';
  readonly done: number;
  readonly total: number;
  readonly unit: 'documents';
}

/** Characters between two breaths: about 20 ms of work. */
const BREATH = 1 << 20;

/** Keeps long work cancellable, visible and off the event loop's back: called between documents. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  readonly #total: number;
  readonly #onProgress: ((progress: FeaturesProgress) => void) | undefined;
  #done = 0;
  #characters = 0;

  /** `total`: documents in all, over every split. */
  constructor(total: number, signal?: AbortSignal, onProgress?: (progress: FeaturesProgress) => void) {
    this.#total = total;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /** Whether a document of that many characters makes a breath due. */
  counts(characters: number): boolean {
    this.#done++;
    this.#characters += characters;
    return this.#characters >= BREATH || this.#done === this.#total;
  }

  /** Reports, lets the event loop turn, and throws `CancelledError` if the work was stopped. */
  async breathe(): Promise<void> {
    this.#characters = 0;
    this.#onProgress?.({ stage: 'tokenising', done: this.#done, total: this.#total, unit: 'documents' });
    await setImmediate();
    if (this.#signal?.aborted) throw new CancelledError();
  }
}
