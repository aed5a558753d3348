import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const maxBytes = 1024 * 1024;
const keptFiles = 5;

/**
 * `logs/lab.log`: bugs with their stacks and what happened to the lab itself; never a document's text, never an
 * input. At 1 MB it becomes `lab.1.log`, and so on to the fourth.
 */
export class BugLog {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `where` names what was being done: "api getRun", "recording run ab12cd34". */
  readonly bug = (error: unknown, where: string): void => {
    const what = error instanceof Error ? (error.stack ?? error.message) : describe(error);
    this.note(`bug in ${where}: ${what}`);
  };

  /** One line, or several when there is a stack. Never throws: a log must not be what stops the work. */
  note(text: string): void {
    try {
      this.#rotate();
      appendFileSync(this.#file(0), `${new Date().toISOString()} ${text}\n`, { mode: 0o600 });
    } catch {
      // A full disk or a read-only folder: there is nowhere left to say so.
    }
  }

  #rotate(): void {
    const size = statSync(this.#file(0), { throwIfNoEntry: false })?.size ?? 0;
    if (size < maxBytes) return;
    rmSync(this.#file(keptFiles - 1), { force: true });
    for (let i = keptFiles - 2; i >= 0; i -= 1) {
      if (statSync(this.#file(i), { throwIfNoEntry: false }) !== undefined) {
        renameSync(this.#file(i), this.#file(i + 1));
      }
    }
  }

  #file(age: number): string {
    return join(this.#folder, age === 0 ? 'lab.log' : `lab.${age}.log`);
  }
}

/** An error that crossed a process has its stack in the message. */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const stack = 'stack' in error && typeof error.stack === 'string' ? `\n${error.stack}` : '';
  return `${String(error.message)}${stack}`;
}
