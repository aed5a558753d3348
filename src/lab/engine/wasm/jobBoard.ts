/**
 * How threads share a job: a block of shared memory in which the calling thread opens a job of numbered tasks, every
 * thread claims tasks until none is left, and the caller closes it. No message is sent, and the caller waits only for
 * threads that are inside, so one that wakes late (or has died idle) delays nothing.
 *
 * Each thread first claims from a run of tasks of its own, the same at every job, so that its part of the model stays
 * in its cache and near its core; then it helps the others. Which thread does a task changes no bit of the result.
 */

/** Words, those that change hands each alone on a cache line. */
const LINE = 16;
const SEQUENCE = 0;
const OPEN = LINE;
const INSIDE = 2 * LINE;
const PROGRESS = 3 * LINE;
const JOB = 4 * LINE;
const FAILED = 5 * LINE;
const MESSAGE = 6 * LINE;
const MESSAGE_WORDS = 256;
/** A run of tasks a thread: how many were claimed, the first, and how many there are. */
const RUNS = MESSAGE + MESSAGE_WORDS;
const FROM = 1;
const COUNT = 2;

/** How long a thread looks for a change before it sleeps, in ms: longer than the gap between two steps. */
const SPIN = 0.1;

export class JobBoard {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #threads: number;

  /** On the buffer of another thread's board, or on a new one. */
  constructor(threads: number, buffer?: SharedArrayBuffer) {
    this.#threads = threads;
    this.buffer = buffer ?? new SharedArrayBuffer(4 * (RUNS + LINE * threads));
    this.#words = new Int32Array(this.buffer);
  }

  /** Opens `tasks` tasks. `inOrder`: in one run for all, so that they are claimed in ascending order. */
  open(job: number, tasks: number, inOrder = false): void {
    const words = this.#words;
    const runs = inOrder ? 1 : this.#threads;
    words[JOB] = job;
    for (let thread = 0; thread < this.#threads; thread++) {
      const run = RUNS + LINE * thread;
      const from = Math.floor((Math.min(thread, runs) * tasks) / runs);
      words[run] = 0;
      words[run + FROM] = from;
      words[run + COUNT] = Math.floor((Math.min(thread + 1, runs) * tasks) / runs) - from;
    }
    Atomics.store(words, OPEN, 1);
    Atomics.add(words, SEQUENCE, 1);
    Atomics.notify(words, SEQUENCE);
  }

  close(): void {
    Atomics.store(this.#words, OPEN, 0);
  }

  get job(): number {
    return this.#words[JOB]!;
  }

  /** The next task for this thread, or −1. */
  claim(thread: number): number {
    const words = this.#words;
    for (let k = 0; k < this.#threads; k++) {
      const run = RUNS + LINE * ((thread + k) % this.#threads);
      const count = words[run + COUNT]!;
      if (Atomics.load(words, run) >= count) continue;
      const claimed = Atomics.add(words, run, 1);
      if (claimed < count) return words[run + FROM]! + claimed;
    }
    return -1;
  }

  /** True if a job is open; then `leave` must follow. A job cannot close behind a thread that is inside. */
  enter(): boolean {
    Atomics.add(this.#words, INSIDE, 1);
    if (Atomics.load(this.#words, OPEN) === 1) return true;
    this.leave();
    return false;
  }

  leave(): void {
    if (Atomics.sub(this.#words, INSIDE, 1) === 1) Atomics.notify(this.#words, INSIDE);
  }

  /** Sleeps until a job after number `seen` was opened; returns its number. */
  awaitJob(seen: number): number {
    if (!this.#spin(SEQUENCE, seen)) Atomics.wait(this.#words, SEQUENCE, seen);
    return Atomics.load(this.#words, SEQUENCE);
  }

  /**
   * After `close`: sleeps until no thread is inside. False if for `patience` seconds of waiting one was and made no
   * progress. Counts waits, not the clock: a process that was suspended is not late.
   */
  awaitEmpty(patience: number): boolean {
    const words = this.#words;
    for (let waits = 0, progress = 0; waits < patience;) {
      const inside = Atomics.load(words, INSIDE);
      if (inside === 0) return true;
      if (this.#spin(INSIDE, inside)) continue;
      if (Atomics.wait(words, INSIDE, inside, 1000) !== 'timed-out') continue;
      const now = Atomics.load(words, PROGRESS);
      waits = now === progress ? waits + 1 : 1;
      progress = now;
    }
    return false;
  }

  /** Whether any thread is inside, without waiting. */
  get empty(): boolean {
    return Atomics.load(this.#words, INSIDE) === 0;
  }

  /** A thread tells that it finished a task. */
  advance(): void {
    Atomics.add(this.#words, PROGRESS, 1);
  }

  /** A thread tells why it cannot go on. The first to fail is heard. */
  fail(message: string): void {
    if (Atomics.compareExchange(this.#words, FAILED, 0, 1) !== 0) return;
    const bytes = new TextEncoder().encode(message).subarray(0, 4 * MESSAGE_WORDS);
    new Uint8Array(this.buffer, 4 * MESSAGE).set(bytes);
    Atomics.store(this.#words, FAILED, 2);
  }

  /** What a thread failed with, or null. */
  get failure(): string | null {
    if (Atomics.load(this.#words, FAILED) !== 2) return null;
    const bytes = new Uint8Array(this.buffer, 4 * MESSAGE, 4 * MESSAGE_WORDS).slice();
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
  }

  /** Looks at a word for a while; true if it is no longer `value`. */
  #spin(word: number, value: number): boolean {
    const until = performance.now() + SPIN;
    do {
      for (let k = 0; k < 500; k++) if (Atomics.load(this.#words, word) !== value) return true;
    } while (performance.now() < until);
    return false;
  }
}
