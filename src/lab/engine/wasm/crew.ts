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
  readonly #workers: Worker[] = [];
  /** Null once disposed of: it holds the shards. */
  #hand: Hand | null;
  #failure: Error | null = null;
  #busy = false;

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

  /** The calling thread's hand. Throws once the crew was disposed of, or if a thread stopped. */
  get hand(): Hand {
    return this.#soundHand();
  }

  /** Does all tasks of a job, the calling thread too, and returns when they are done. Throws if a thread stopped. */
  run(job: number, tasks: number): void {
    const hand = this.#open(job, tasks, false);
    try {
      while (hand.work());
    } catch (error) {
      this.#fail(`training stopped: ${String(error)}`, error);
    }
    this.#board.close();
    if (!this.#board.awaitEmpty(PATIENCE)) this.#fail(`a training thread has not answered for ${PATIENCE} s`);
    this.#busy = false;
    this.#soundHand();
  }

  /** The same for a long job, its tasks claimed in order: the event loop turns between the calling thread's tasks. */
  async runInOrder(job: number, tasks: number): Promise<void> {
    const hand = this.#open(job, tasks, true);
    try {
      while (this.#hand !== null && hand.work()) await setImmediate();
    } catch (error) {
      this.#fail(`drawing the weights stopped: ${String(error)}`, error);
    }
    this.#board.close();
    while (!this.#board.empty && this.#failure === null && this.#hand !== null) await setTimeout(1);
    this.#busy = false;
    this.#soundHand();
  }

  /** Ends the workers and lets go of the shards. */
  async dispose(): Promise<void> {
    this.#hand = null;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #open(job: number, tasks: number, inOrder: boolean): Hand {
    const hand = this.#soundHand();
    if (this.#busy) throw new Error('the wasm engine is at work: await what was asked of it first');
    this.#busy = true;
    hand.begin();
    this.#board.open(job, tasks, inOrder);
    return hand;
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
        if (this.#hand !== null) this.#fail(`a training thread stopped with code ${code}`);
        reject(this.#failure ?? new Error('the engine was disposed of while it started'));
      });
    });
  }

  /** The first failure is kept: what follows from it says less. */
  #fail(message: string, cause?: unknown): void {
    this.#failure ??= new Error(message, { cause });
  }

  #soundHand(): Hand {
    const told = this.#board.failure;
    if (told !== null) this.#fail(`a training thread stopped: ${told}`);
    if (this.#failure !== null) throw this.#failure;
    if (this.#hand === null) throw new Error('the wasm engine was disposed of');
    return this.#hand;
  }
}
