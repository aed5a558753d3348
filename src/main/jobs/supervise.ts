import { setTimeout as sleep } from 'node:timers/promises';
import { LabError, toErrorMessage, type ErrorMessage } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { RunState } from '../../shared/run.ts';
import type { TrainerEvent, TrainerJob } from '../../shared/trainerMessages.ts';
import type { JobContext } from './context.ts';
import { judgeEnd, judgeHang, type EndVerdict } from './processEnds.ts';
import { processStart } from './processIdentity.ts';
import { Recorder } from './recorder.ts';
import { RestartPlan } from './restartPlan.ts';
import { TrainerProcess, type ProcessEnd } from './trainerProcess.ts';
import { Watchdog } from './watchdog.ts';

/** What a person last asked for; `leave` is the lab closing, `kill` closing without a checkpoint. */
type Wish = 'go' | 'pause' | 'stop' | 'leave' | 'kill';

/**
 * One run, already begun in the store, to its end: its process, and the next one if that is lost; its events into the store; what
 * a person asks of it. `done` resolves when the end is stored and no process is left.
 */
export class RunSupervisor {
  readonly runId: RunId;
  readonly done: Promise<void>;
  readonly #context: JobContext;
  readonly #recorder: Recorder;
  readonly #watchdog: Watchdog;
  readonly #restarts: RestartPlan;
  #trainer: TrainerProcess | null = null;
  #wish: Wish = 'go';
  #isPaused = false;
  /** Whether this process has finished a step: the first may take minutes (compilers, autotuning) and is not timed. */
  #hasStepped = false;
  /** Set once the job said how it ended, or that has been decided here; resolves when stored. */
  #ending: Promise<void> | null = null;
  #verdict: EndVerdict | null = null;
  #killTimer: NodeJS.Timeout | undefined;

  constructor(context: JobContext, runId: RunId) {
    this.#context = context;
    this.runId = runId;
    this.#recorder = new Recorder(context, runId, (error) => this.#onStoreTrouble(error));
    this.#restarts = new RestartPlan(context.limits.restarts);
    const tick = Math.min(1000, context.limits.silence / 4);
    this.#watchdog = new Watchdog(
      tick,
      () => this.#silenceLimit(),
      (silent) => this.#onSilence(silent),
    );
    this.done = this.#supervise();
  }

  /** Throws `LabError('conflict')` if the run is paused or ending. */
  pause(): void {
    this.#expect('go', 'paused');
    this.#ask('pause', { type: 'pause' });
  }

  resume(): void {
    this.#expect('pause', 'resumed');
    this.#ask('go', { type: 'resume' });
  }

  /** Ends the run as `cancelled`, with a checkpoint; asked a second time, without waiting for one. */
  stop(): void {
    if (this.#wish === 'stop') {
      this.#terminate();
      return;
    }
    this.#ask('stop', { type: 'stop' });
  }

  /** Ends the run as `interrupted`: after a checkpoint, or at once. */
  async leave(mode: 'checkpoint' | 'kill'): Promise<void> {
    if (mode === 'checkpoint') {
      if (this.#wish !== 'stop') this.#ask('leave', { type: 'checkpoint-and-exit' });
    } else {
      if (this.#wish !== 'stop') this.#wish = 'kill';
      this.#restarts.cancel();
      this.#trainer?.kill('SIGKILL');
    }
    await this.#doneOrAbandoned();
  }

  /** A store that cannot be written must not keep the lab from closing; the next opening marks the run interrupted. */
  async #doneOrAbandoned(): Promise<void> {
    const done = this.done.then(() => true);
    const patience = (): Promise<false> => sleep(this.#context.limits.term, false as const, { ref: false });
    while (!(await Promise.race([done, patience()]))) if (this.#trainer === null) this.#recorder.abandon();
  }

  #expect(wish: Wish, what: string): void {
    if (this.#wish === wish && this.#ending === null) return;
    throw new LabError('conflict', `the run cannot be ${what} now: ${this.runId}`, {
      hint: 'Wait for what was asked before',
    });
  }

  #ask(wish: Wish, command: { readonly type: 'pause' | 'resume' | 'stop' | 'checkpoint-and-exit' }): void {
    this.#wish = wish;
    if (wish === 'stop' || wish === 'leave') this.#restarts.cancel();
    this.#trainer?.send(command);
  }

  async #supervise(): Promise<void> {
    try {
      let end = await this.#runProcess();
      while (this.#ending === null && (await this.#mayRestart(end))) end = await this.#runProcess();
      await (this.#ending ?? this.#decideEnd(end));
    } catch (error) {
      if (!(error instanceof LabError)) this.#context.reportBug(error, `supervising run ${this.runId}`);
      await this.#recorder.end('failed', toErrorMessage(error));
    }
    this.#recorder.flush();
  }

  async #runProcess(): Promise<ProcessEnd> {
    this.#hasStepped = false;
    this.#verdict = null;
    const trainer = new TrainerProcess(this.#context.launch(), this.#job(), (event) => this.#hear(event));
    this.#trainer = trainer;
    // A person may have asked before there was anyone to tell.
    if (this.#wish === 'pause') trainer.send({ type: 'pause' });
    if (this.#wish === 'stop') trainer.send({ type: 'stop' });
    if (this.#wish === 'leave') trainer.send({ type: 'checkpoint-and-exit' });
    if (this.#wish === 'kill') trainer.kill('SIGKILL');
    this.#watchdog.start();
    void this.#noteProcess(trainer.pid);
    const end = await trainer.ended;
    this.#trainer = null;
    this.#watchdog.stop();
    clearTimeout(this.#killTimer);
    return end;
  }

  /** Kept so that a lab opened after a crash of this one can end a trainer that outlived it. */
  async #noteProcess(pid: number | undefined): Promise<void> {
    if (pid === undefined) return;
    const start = await processStart(pid);
    if (this.#trainer?.pid !== pid || this.#ending !== null) return;
    try {
      this.#context.store.transaction(() => this.#context.store.life.setProcess(this.runId, { pid, start }));
    } catch (error) {
      this.#context.reportBug(error, `noting the process of run ${this.runId}`);
    }
  }

  #job(): TrainerJob {
    const { store, folders } = this.#context;
    const stored = store.runs.get(this.runId);
    if (stored === null) throw new Error(`queued run is gone: ${this.runId}`);
    return {
      kind: 'train',
      experiment: stored.summary.experiment,
      folders,
      runCheckpointsDir: store.checkpoints.folderOf(this.runId),
      threads: stored.threads,
      resumeFrom: store.checkpoints.newestResumable(this.runId)?.folder ?? null,
      weightsFrom: store.checkpoints.beginningOf(stored.summary),
    };
  }

  #hear(event: TrainerEvent): void {
    this.#watchdog.heard();
    switch (event.type) {
      case 'trained':
        this.#recorder.take(event);
        // Ended from here (SIGTERM), it reports an interruption; why is known here.
        this.#ending = this.#recorder.end(
          event.outcome,
          event.outcome === 'interrupted' ? (this.#verdict?.error ?? null) : null,
        );
        return;
      case 'failed':
        this.#ending = this.#endFailed(event.error);
        return;
      case 'features':
      case 'doctor':
      case 'vocabulary':
      case 'measured':
      case 'answer':
      case 'refused':
        throw new Error(`not an event of a training job: ${event.type}`);
      case 'steps':
        this.#hasStepped = true;
        break;
      case 'paused':
        this.#isPaused = true;
        break;
      case 'resumed':
        this.#isPaused = false;
        break;
      default:
    }
    this.#recorder.take(event);
  }

  /** A job that was asked to end before it had anything to keep may say so as a failure of kind cancelled. */
  #endFailed(error: ErrorMessage): Promise<void> {
    if (error.kind !== 'cancelled') return this.#recorder.end('failed', error);
    return this.#recorder.end(this.#wish === 'stop' ? 'cancelled' : 'interrupted', null);
  }

  /** Whether a lost process is to be followed by another; waits the pause between them. */
  async #mayRestart(end: ProcessEnd): Promise<boolean> {
    if (this.#wish !== 'go' || this.#isPaused) return false;
    const verdict = (this.#verdict ??= judgeEnd(end));
    const checkpoint = this.#context.store.checkpoints.newestResumable(this.runId);
    if (verdict.kind !== 'lost' || checkpoint === null) return false;
    const planned = this.#restarts.next(checkpoint.step);
    if (planned === null) return false;
    this.#recorder.log(
      'warn',
      `${describe(verdict.error)}; going on from step ${checkpoint.step} in ${planned.delay / 1000} s (try ${planned.attempt})`,
    );
    await this.#restarts.wait(planned.delay);
    return this.#wish === 'go';
  }

  #decideEnd(end: ProcessEnd): Promise<void> {
    if (this.#wish === 'stop') return this.#recorder.end('cancelled', null);
    if (this.#wish === 'leave' || this.#wish === 'kill') return this.#recorder.end('interrupted', null);
    const { kind, error } = (this.#verdict ??= judgeEnd(end));
    this.#recorder.log('error', describe(error));
    if (error.kind === 'bug') this.#context.reportBug(error, `training run ${this.runId}`);
    const state: RunState = kind === 'lost' ? 'interrupted' : 'failed';
    return this.#recorder.end(state, error);
  }

  /** Milliseconds; without end while the first step is awaited and no end is in sight. */
  #silenceLimit(): number {
    const { silence } = this.#context.limits;
    const isLeaving = this.#wish === 'stop' || this.#wish === 'leave' || this.#ending !== null;
    if (!this.#hasStepped && !isLeaving) return Number.POSITIVE_INFINITY;
    const median = this.#recorder.medianStepSeconds;
    return Number.isNaN(median) ? silence : Math.max(silence, 20 * 1000 * median);
  }

  #onSilence(silentMs: number): void {
    this.#verdict = judgeHang(silentMs / 1000);
    this.#terminate();
  }

  /** A locked database is waited for; a full disk or a broken one ends the run, with what is stored so far. */
  #onStoreTrouble(error: LabError): void {
    if (error.code === 'busy' || this.#ending !== null || this.#verdict !== null) return;
    this.#verdict = { kind: 'lost', error: toErrorMessage(error) };
    this.#recorder.letGoOfBulk();
    this.#restarts.cancel();
    this.#terminate();
  }

  #terminate(): void {
    this.#trainer?.kill('SIGTERM');
    clearTimeout(this.#killTimer);
    this.#killTimer = setTimeout(() => this.#trainer?.kill('SIGKILL'), this.#context.limits.term);
  }
}

function describe(error: ErrorMessage): string {
  return error.kind === 'cancelled' ? 'cancelled' : error.message;
}
