import { setImmediate, setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { entryFile } from '../../resources.ts';
import type { CrewWorkerData } from './crew.worker.ts';
import { Hand, type Tools } from './hand.ts';
import { JobBoard } from './jobBoard.ts';

/** Seconds without progress after which a thread inside a job is given up. */
const PATIENCE = 60;

/** The threads of an engine: the caller's own, number 0, and the workers it starts. */
export class Crew {
  readonly threads: number;
  readonly #board: JobBoard;
  readonly #hand: Hand;
  readonly #workers: Worker[] = [];
  #failure: Error | null = null;
  #ended = false;

  private constructor(threads: number, tools: Tools) {
    this.threads = threads;
    this.#board = new JobBoard(threads);
    this.#hand = new Hand(0, this.#board, tools);
  }

  /** Starts `threads` − 1 workers and waits until they are ready. */
  static async start(threads: number, tools: Tools): Promise<Crew> {
    const crew = new Crew(threads, tools);
    try {
      await Promise.all(
        Array.from({ length: threads - 1 }, (_, index) => crew.#startWorker(index + 1, tools)),
      );
    } catch (error) {
      await crew.dispose();
      throw error;
    }
    return crew;
  }

  /** The calling thread's hand. */
  get hand(): Hand {
    return this.#hand;
  }

  /** Does all tasks of a job, the calling thread too, and returns when they are done. Throws if a thread stopped. */
  run(job: number, tasks: number): void {
    this.#assertSound();
    this.#board.open(job, tasks);
    try {
      this.#hand.begin();
      while (this.#hand.work());
    } finally {
      this.#board.close();
    }
    if (!this.#board.awaitEmpty(PATIENCE)) this.#fail(`a training thread has not answered for ${PATIENCE} s`);
    this.#assertSound();
  }

  /** The same for a long job, its tasks claimed in order: the event loop turns between the calling thread's tasks. */
  async runInOrder(job: number, tasks: number): Promise<void> {
    this.#assertSound();
    this.#board.open(job, tasks, true);
    try {
      this.#hand.begin();
      while (this.#hand.work()) await setImmediate();
    } finally {
      this.#board.close();
    }
    while (!this.#board.empty && this.#failure === null && !this.#ended) await setTimeout(1);
    this.#assertSound();
  }

  /** Ends the workers. */
  async dispose(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #startWorker(thread: number, tools: Tools): Promise<void> {
    const data: CrewWorkerData = { thread, threads: this.threads, board: this.#board.buffer, tools };
    const worker = new Worker(entryFile(import.meta.url, './crew.worker.ts'), {
      workerData: data,
      name: `wasm-engine-${thread}`,
    });
    this.#workers.push(worker);
    worker.on('error', (error) => this.#fail(`a training thread stopped: ${error.message}`, error));
    return new Promise((resolve, reject) => {
      worker.once('message', () => {
        worker.unref();
        resolve();
      });
      worker.once('exit', (code) => {
        if (!this.#ended) this.#fail(`a training thread stopped with code ${code}`);
        reject(this.#failure ?? new Error('the engine was disposed of while it started'));
      });
    });
  }

  /** The first failure is kept: what follows from it says less. */
  #fail(message: string, cause?: Error): void {
    this.#failure ??= new Error(message, { cause });
  }

  #assertSound(): void {
    if (this.#ended) throw new Error('the wasm engine was disposed of');
    const told = this.#board.failure;
    if (told !== null) this.#fail(`a training thread stopped: ${told}`);
    if (this.#failure !== null) throw this.#failure;
  }
}
