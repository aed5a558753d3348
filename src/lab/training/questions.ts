import type { TrainerCommand } from '../../shared/trainerMessages.ts';

export type Question = Extract<TrainerCommand, { type: 'ask' }>;

/** Questions as they arrive, taken one after the other by the job that answers them. */
export class Questions {
  readonly #waiting: Question[] = [];
  #wake: () => void = () => {};

  add(question: Question): void {
    this.#waiting.push(question);
    this.#wake();
  }

  /** The next question, or null once the signal has fired. */
  async next(signal: AbortSignal): Promise<Question | null> {
    while (!signal.aborted) {
      const question = this.#waiting.shift();
      if (question !== undefined) return question;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener('abort', wake);
      });
    }
    return null;
  }
}
