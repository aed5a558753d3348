import type { LabBridge } from '../../shared/api.ts';

/** Whether the lab can be reached: `login` needs the address with the token again, `refused` a reload. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'login' | 'refused';

/** A bridge and what becomes of it. Electron's is always open; the web shell's socket comes and goes. */
export interface LabConnection extends LabBridge {
  /** Calls at once with the present state, then at every change. Returns a function that stops it. */
  readonly onState: (listener: (state: ConnectionState) => void) => () => void;
  /** Called when events may have been missed: what is shown must be asked for again. */
  readonly onMissed: (listener: () => void) => () => void;
  /** Tries to connect now instead of after the wait. */
  readonly retry: () => void;
  /** Sends a file to the lab's machine and gives its path there; only where the window may be on another. */
  readonly upload?: Upload;
}

export type Upload = (
  file: File,
  options?: { readonly signal?: AbortSignal; readonly onProgress?: (sent: number, of: number) => void },
) => Promise<string>;

/** Listeners of one kind. */
export class Listeners<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  /** Returns a function that takes the listener away. */
  add(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(value: Value): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
