import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TrainerEvent } from '../../src/shared/trainerMessages.ts';

export const trainerFile = join(import.meta.dirname, '..', '..', 'src', 'trainer', 'trainer.ts');

export interface TrainerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real trainer, started as the lab starts it. */
export class TrainerChild {
  readonly events: TrainerEvent[] = [];
  readonly ended: Promise<TrainerEnd>;
  readonly process: ChildProcess;
  stderr = '';
  #waiting: (() => void)[] = [];

  constructor(nodeOptions: readonly string[] = []) {
    this.process = spawn(process.execPath, [...nodeOptions, trainerFile], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.process.on('message', (event) => {
      this.events.push(event as TrainerEvent);
      this.#wake();
    });
    // "close", not "exit": by then every message has been read.
    this.ended = once(this.process, 'close').then(([code, signal]: unknown[]) => {
      this.#wake();
      return { code, signal } as TrainerEnd;
    });
  }

  /** `message` is a TrainerCommand, or what a test wants refused. */
  send(message: object): void {
    this.process.send(message);
  }

  /** Resolves with the first event that fits; rejects if the process ends before it comes. */
  async until(fits: (event: TrainerEvent) => boolean): Promise<TrainerEvent> {
    for (;;) {
      const found = this.events.find(fits);
      if (found !== undefined) return found;
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        const types = this.events.map(({ type }) => type).join(' ');
        throw new Error(
          `the trainer ended before: ${types}\n${this.stderr}\n${JSON.stringify(this.events.at(-1))}`,
        );
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((resolve) => resolve());
  }
}
