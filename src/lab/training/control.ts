/** What a person last asked a running job to do. */
export type Wish = 'go' | 'pause' | 'stop' | 'exit';

/**
 * The intents that reach a running job. The training loop looks at `wish` between steps; work before the first step
 * has nothing to save and listens to `signal`.
 */
export class TrainingControl {
  #wish: Wish = 'go';
  #wake: () => void = () => {};
  readonly #abort = new AbortController();

  get wish(): Wish {
    return this.#wish;
  }

  /** Aborted once the job is to end: by `stop` or by `checkpointAndExit`. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  pause(): void {
    if (this.#wish === 'go') this.#wish = 'pause';
  }

  resume(): void {
    if (this.#wish === 'pause') this.#change('go');
  }

  stop(): void {
    this.#change('stop');
    this.#abort.abort();
  }

  /** A stop asked for before wins: the run was to end for good. */
  checkpointAndExit(): void {
    if (this.#wish !== 'stop') this.#change('exit');
    this.#abort.abort();
  }

  /** Resolves when the wish is no longer to pause. */
  async whilePaused(): Promise<void> {
    while (this.#wish === 'pause') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #change(wish: Wish): void {
    this.#wish = wish;
    this.#wake();
  }
}
