import { CancelledError, LabError, toErrorMessage } from '../../shared/errors.ts';
import type { Experiment } from '../../shared/experiment.ts';
import type { RunId } from '../../shared/ids.ts';
import type { RunState, RunSummary } from '../../shared/run.ts';
import type { NewRun } from '../store/runs.ts';
import type { JobContext } from './context.ts';
import { expectSpace } from './diskSpace.ts';
import { RunSupervisor } from './supervise.ts';

/**
 * The queue of one: runs train one after the other, in an order that the database keeps. A paused run keeps its
 * place and its memory; those behind it wait.
 */
export class RunQueue {
  readonly #context: JobContext;
  #active: RunSupervisor | null = null;
  #isOpen = false;
  #retry: NodeJS.Timeout | undefined;
  /** The run that waits, and for what, as it was told last. */
  #toldWait = '';
  #watchers: (() => void)[] = [];

  constructor(context: JobContext) {
    this.#context = context;
  }

  /** Lets runs start, the queued ones of before first. */
  open(): void {
    this.#isOpen = true;
    this.pump();
  }

  /** Adds a run at the end and returns its id. */
  add(experiment: Experiment, options: Omit<NewRun, 'experiment'>): RunId {
    const { store } = this.#context;
    const runId = store.durably(() => store.runs.create({ experiment, ...options }));
    this.#added([runId]);
    return runId;
  }

  /** Adds a run for each, all or none, in a group if it has a name; their ids in the same order. */
  addAll(
    experiments: readonly Experiment[],
    options: Omit<NewRun, 'experiment'>,
    group: string | null,
  ): readonly RunId[] {
    const { store } = this.#context;
    const runIds = store.durably(() =>
      experiments.map((experiment) => {
        const runId = store.runs.create({ experiment, ...options });
        store.edits.edit(runId, { group });
        return runId;
      }),
    );
    this.#added(runIds);
    return runIds;
  }

  #added(runIds: readonly RunId[]): void {
    this.#context.publish({ type: 'runs-changed', runIds });
    this.pump();
  }

  /** Starts the next run if the queue is open and none is under way. */
  pump(): void {
    if (!this.#isOpen || this.#active !== null) return;
    const { store, limits, folders, reportBug } = this.#context;
    let next: RunId | null = null;
    try {
      next = store.life.nextQueued();
      if (next === null) return;
      expectSpace(folders.dataDir, limits.freeBytes, 'for another run');
      const begun = next;
      store.durably(() => store.life.begin(begun));
      this.#toldWait = '';
      this.#supervise(next);
    } catch (error) {
      // A locked database or a full disk: the queue waits for them, and starts nothing that could not be kept.
      if (!(error instanceof LabError)) reportBug(error, 'starting the next run');
      else if (next !== null) this.#tellWait(next, error);
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.pump(), limits.retry);
    }
  }

  /** Notes with the run what it waits for, once, if the store can take that much. */
  #tellWait(runId: RunId, reason: LabError): void {
    const { store } = this.#context;
    if (this.#toldWait === `${runId} ${reason.code}`) return;
    try {
      store.transaction(() => store.life.setError(runId, toErrorMessage(reason)));
    } catch {
      // The same lock or full disk: the next try may find room for the note.
      return;
    }
    this.#toldWait = `${runId} ${reason.code}`;
    this.#changed(runId);
  }

  #supervise(runId: RunId): void {
    const supervisor = new RunSupervisor(this.#context, runId);
    this.#active = supervisor;
    this.#changed(runId);
    void supervisor.done.then(() => {
      this.#active = null;
      this.#wakeWatchers();
      this.pump();
    });
  }

  pause(runId: RunId): void {
    this.#activeRun(runId, 'paused').pause();
  }

  /** Goes on with a paused run, or puts one that was interrupted or cancelled back into the queue. */
  resume(runId: RunId): void {
    if (this.#active?.runId === runId) {
      this.#active.resume();
      return;
    }
    const { store } = this.#context;
    const run = this.#visible(runId);
    if (run.state !== 'interrupted' && run.state !== 'cancelled') throw notNow(run, 'resumed');
    if (run.startedAt !== null && store.checkpoints.newestResumable(runId) === null) {
      throw new LabError('conflict', `the run has no checkpoint to go on from: ${runId}`, {
        hint: 'Start it again with the same settings',
      });
    }
    store.durably(() => store.life.requeue(runId));
    this.#changed(runId);
    this.pump();
  }

  /** Ends a run as `cancelled`: after a checkpoint if it trains, at once if it waits. */
  stop(runId: RunId): void {
    const { store } = this.#context;
    const run = this.#visible(runId);
    if (run.state === 'queued' && this.#active?.runId !== runId) {
      store.durably(() => store.life.end(runId, 'cancelled', null));
      this.#changed(runId);
      this.#wakeWatchers();
      return;
    }
    this.#activeRun(runId, 'stopped').stop();
  }

  /** Whether a run is under way. */
  get isBusy(): boolean {
    return this.#active !== null;
  }

  /** Whether a process may still write for this run. */
  isActive(runId: RunId): boolean {
    return this.#active?.runId === runId;
  }

  /** Resolves when the run has ended and its process has gone. Rejects with `CancelledError` if the lab closes first. */
  async whenEnded(runId: RunId): Promise<void> {
    for (;;) {
      const run = this.#context.store.runs.get(runId);
      if (run === null) throw new LabError('not-found', `no such run: ${runId}`);
      if (hasEnded(run.summary.state) && !this.isActive(runId)) return;
      if (!this.#isOpen && this.#active === null) throw new CancelledError();
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Ends what trains as `interrupted`, after a checkpoint or at once; what is queued stays so. */
  async close(mode: 'checkpoint' | 'kill'): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#retry);
    await this.#active?.leave(mode);
    this.#wakeWatchers();
  }

  #activeRun(runId: RunId, what: string): RunSupervisor {
    if (this.#active?.runId === runId) return this.#active;
    throw notNow(this.#visible(runId), what);
  }

  #visible(runId: RunId): RunSummary {
    const run = this.#context.store.runs.get(runId);
    if (run === null || run.deletedAt !== null) {
      throw new LabError('not-found', `no such run: ${runId}`, { hint: 'It may have been deleted' });
    }
    return run.summary;
  }

  #changed(runId: RunId): void {
    this.#context.publish({ type: 'runs-changed', runIds: [runId] });
  }

  #wakeWatchers(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const wake of watchers) wake();
  }
}

export function hasEnded(state: RunState): boolean {
  return state !== 'queued' && state !== 'running' && state !== 'paused';
}

function notNow(run: RunSummary, what: string): LabError {
  return new LabError('conflict', `the run cannot be ${what}: ${run.id} is ${run.state}`);
}
