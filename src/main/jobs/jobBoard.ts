import { randomUUID } from 'node:crypto';
import type { LabEvent } from '../../shared/api.ts';
import { CancelledError, LabError, toErrorMessage } from '../../shared/errors.ts';
import type { JobSummary, JobWork } from '../../shared/jobs.ts';
import type { JobOptions } from './oneOffJob.ts';

/** Ended jobs that are still shown: a window that was closed meanwhile learns how they went. */
const keptEnded = 20;

/** What a job that has ended well made, if it can be named. */
export type JobResult = Partial<Pick<JobSummary, 'datasetHash' | 'importId'>>;

export type DoWork = (options: JobOptions) => Promise<JobResult>;

/** Jobs that a window starts and watches, and that go on without it. */
export class JobBoard {
  readonly #publish: (event: LabEvent) => void;
  readonly #reportBug: (error: unknown, where: string) => void;
  /** Oldest first. */
  readonly #jobs = new Map<string, JobSummary>();
  readonly #aborts = new Map<string, AbortController>();
  readonly #working = new Set<Promise<void>>();

  constructor(publish: (event: LabEvent) => void, reportBug: (error: unknown, where: string) => void) {
    this.#publish = publish;
    this.#reportBug = reportBug;
  }

  /** Starts the work and returns its job's id; the same work under way is not started twice. */
  start(work: JobWork, doWork: DoWork): string {
    const same = JSON.stringify(work);
    for (const job of this.#jobs.values()) {
      if (job.state === 'running' && JSON.stringify(job.work) === same) return job.id;
    }
    const id = randomUUID();
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.#set({
      id,
      work,
      state: 'running',
      startedAt: new Date().toISOString(),
      endedAt: null,
      progress: null,
      error: null,
      datasetHash: null,
      importId: null,
    });
    const working = this.#watch(
      id,
      doWork({ signal: abort.signal, onProgress: (progress) => this.#change(id, { progress }) }),
    ).finally(() => this.#working.delete(working));
    this.#working.add(working);
    return id;
  }

  /** Newest first. */
  list(): readonly JobSummary[] {
    return [...this.#jobs.values()].reverse();
  }

  /** Asks a job to end; one that has ended is left as it is. Throws `LabError('not-found')`. */
  cancel(id: string): void {
    if (!this.#jobs.has(id)) throw new LabError('not-found', `no such job: ${id}`);
    this.#aborts.get(id)?.abort();
  }

  /** Asks every job to end, and resolves when all have. */
  async close(): Promise<void> {
    for (const abort of this.#aborts.values()) abort.abort();
    await Promise.all(this.#working);
  }

  async #watch(id: string, working: Promise<JobResult>): Promise<void> {
    try {
      this.#end(id, { state: 'finished', ...(await working) });
    } catch (error) {
      if (error instanceof CancelledError) {
        this.#end(id, { state: 'cancelled' });
        return;
      }
      if (!(error instanceof LabError)) this.#reportBug(error, 'a job');
      this.#end(id, { state: 'failed', error: toErrorMessage(error) });
    }
  }

  #end(id: string, end: Partial<JobSummary>): void {
    this.#aborts.delete(id);
    this.#change(id, { ...end, progress: null, endedAt: new Date().toISOString() });
    const ended = [...this.#jobs.values()].filter(({ state }) => state !== 'running');
    for (const job of ended.slice(0, -keptEnded)) this.#jobs.delete(job.id);
  }

  #change(id: string, changes: Partial<JobSummary>): void {
    const job = this.#jobs.get(id);
    if (job !== undefined) this.#set({ ...job, ...changes });
  }

  #set(job: JobSummary): void {
    this.#jobs.set(job.id, job);
    this.#publish({ type: 'job', job });
  }
}
