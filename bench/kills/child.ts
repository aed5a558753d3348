import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that is going to be killed, and what it said until then. */
export class Child {
  readonly lines: string[] = [];
  readonly ended: Promise<{ readonly signal: NodeJS.Signals | null; readonly code: number | null }>;
  readonly #process: ChildProcess;
  #stderr = '';
  #isOver = false;

  constructor(entry: string, args: readonly string[]) {
    this.#process = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    if (this.#process.stdout !== null) {
      createInterface({ input: this.#process.stdout }).on('line', (line) => this.lines.push(line));
    }
    this.ended = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => {
        this.#isOver = true;
        resolve({ code, signal });
      });
    });
  }

  /** Resolves when it has said a line that begins so, or has ended. */
  async said(start: string): Promise<void> {
    while (!this.isOver && !this.hasSaid(start)) await sleep(1);
  }

  hasSaid(start: string): boolean {
    return this.lines.some((line) => line.startsWith(start));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Kills it with -9; false if it had ended by itself. */
  async kill(): Promise<boolean> {
    this.#process.kill('SIGKILL');
    return (await this.ended).signal === 'SIGKILL';
  }

  /** Resolves with its last line; throws if it did not end by itself and well. */
  async finish(): Promise<string> {
    const { code, signal } = await this.ended;
    if (code === 0) return this.lines.at(-1) ?? '';
    throw new Error(`the process ended with ${signal ?? code}: ${this.#stderr}`);
  }
}
