import { CancelledError } from '../../shared/errors.ts';
import type { LabEvent } from '../../shared/api.ts';
import type { RunId } from '../../shared/ids.ts';
import type { Evaluation, RunDetail } from '../../shared/run.ts';
import type { ProgressMessage } from '../../shared/trainerMessages.ts';
import type { Lab } from '../lab.ts';
import type { CliIo } from './io.ts';

/** Told what happens to a run, each thing once and in order. */
export interface RunView {
  /** A Ctrl-C is heard from here on. */
  queued(runId: RunId, dataDir: string): void;
  /** Runs that were queued before this one and go first. */
  waiting(runsBefore: number): void;
  /** Engine and sizes are known. */
  started(run: RunDetail): void;
  progress(progress: ProgressMessage): void;
  /** Losses of step `firstStep` and those after it. */
  steps(run: RunDetail, firstStep: number, losses: Float64Array, seconds: Float64Array): void;
  evaluated(run: RunDetail, evaluation: Evaluation): void;
  /** A checkpoint is being written because of a Ctrl-C. */
  stopping(): void;
  /** Nothing more will be told. */
  done(): void;
}

/**
 * Watches a run to its end and says how the watching ended. The first Ctrl-C asks for a checkpoint and closes the
 * lab, which ends the run as interrupted unless it ends by itself first: the lab can no longer be asked then. The
 * second ends this process at once, and the trainer with it.
 */
export async function followRun(
  lab: Lab,
  runId: RunId,
  view: RunView,
  io: CliIo,
): Promise<'ended' | 'closed'> {
  const watcher = new RunWatcher(lab, runId, view);
  const stopListening = lab.onEvent((event) => watcher.hear(event));
  let closing: Promise<void> | null = null;
  const restore = io.onInterrupt(() => {
    if (closing !== null) io.exit(130);
    view.stopping();
    watcher.stop();
    closing = lab.close({ mode: 'checkpoint' });
  });
  try {
    view.queued(runId, lab.dataDir);
    watcher.refresh();
    const run = await lab.waitForRun(runId);
    await watcher.settled(run);
  } catch (error) {
    if (!(error instanceof CancelledError) || closing === null) throw error;
  } finally {
    stopListening();
  }
  await closing;
  restore();
  view.done();
  return closing === null ? 'ended' : 'closed';
}

class RunWatcher {
  readonly #lab: Lab;
  readonly #runId: RunId;
  readonly #view: RunView;
  #run: RunDetail | null = null;
  #evaluations = 0;
  #stopped = false;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(lab: Lab, runId: RunId, view: RunView) {
    this.#lab = lab;
    this.#runId = runId;
    this.#view = view;
  }

  hear(event: LabEvent): void {
    if (this.#stopped) return;
    if (event.type === 'runs-changed' && event.runIds.includes(this.#runId)) this.refresh();
    else if (event.type === 'progress' && event.runId === this.#runId) this.#view.progress(event.progress);
    else if (event.type === 'steps' && event.runId === this.#runId) {
      const { firstStep, losses, seconds } = event;
      this.#then(() => {
        if (this.#run !== null) this.#view.steps(this.#run, firstStep, losses, seconds);
      });
    }
  }

  refresh(): void {
    this.#then(async () => {
      const isFirst = this.#run === null;
      const run = await this.#lab.api.getRun({ runId: this.#runId });
      // Of a run that goes on, what it had before was told then.
      if (isFirst) this.#evaluations = run.evaluations.length;
      if (isFirst && run.state === 'queued') await this.#tellQueue();
      this.#tell(run);
    });
  }

  /** Nothing more is told: the lab is closing and cannot be asked. */
  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when everything up to the run's end has been told. */
  async settled(run: RunDetail): Promise<void> {
    await this.#refreshing;
    if (!this.#stopped) this.#tell(run);
  }

  #tell(run: RunDetail): void {
    const wasKnown = this.#run !== null && this.#run.shape !== null;
    if (!wasKnown && run.shape !== null) this.#view.started(run);
    this.#run = run;
    for (const evaluation of run.evaluations.slice(this.#evaluations)) this.#view.evaluated(run, evaluation);
    this.#evaluations = run.evaluations.length;
  }

  async #tellQueue(): Promise<void> {
    const runs = await this.#lab.api.listRuns({});
    const before = runs.filter(
      ({ id, state }) => id !== this.#runId && ['queued', 'running', 'paused'].includes(state),
    );
    if (before.length > 0) this.#view.waiting(before.length);
  }

  /** In order, whether the contract answers at once or later. */
  #then(work: () => void | Promise<void>): void {
    this.#refreshing = this.#refreshing.then(async () => {
      if (!this.#stopped) await work();
    });
  }
}
