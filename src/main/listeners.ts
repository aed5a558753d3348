import type { LabEvent } from '../shared/api.ts';

/** Who hears of the lab's events. One listener's fault is reported and does not keep the others from hearing. */
export class Listeners {
  readonly #listeners = new Set<(event: LabEvent) => void>();
  readonly #reportBug: (error: unknown, where: string) => void;

  constructor(reportBug: (error: unknown, where: string) => void) {
    this.#reportBug = reportBug;
  }

  /** Returns a function that stops listening. The same function may be added twice and then hears twice. */
  add(listener: (event: LabEvent) => void): () => void {
    const own = (event: LabEvent): void => listener(event);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  readonly publish = (event: LabEvent): void => {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#reportBug(error, `a listener of "${event.type}"`);
      }
    }
  };
}
