import { LabError, type ErrorMessage } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { LogLine, RunState } from '../../shared/run.ts';
import type { ProgressMessage, TrainerEvent } from '../../shared/trainerMessages.ts';
import type { JobContext } from './context.ts';
import { changesRun, mustLast, recordEvent, type RecordedEvent } from './recordEvent.ts';
import { StepBatch } from './stepBatch.ts';
import { StepTimes } from './stepTimes.ts';

type StepsEvent = Extract<TrainerEvent, { type: 'steps' }>;

interface RunEnd {
  readonly state: RunState;
  readonly error: ErrorMessage | null;
  readonly stored: () => void;
}

/**
 * Writes one run's events to the store, many to a transaction, and tells the windows afterwards: what they are shown
 * has been stored. What cannot be written now (a locked database, a full disk) stays in memory and is tried again.
 */
export class Recorder {
  readonly #context: JobContext;
  readonly #run: RunId;
  readonly #onTrouble: (error: LabError) => void;
  readonly #times = new StepTimes();
  #steps = new StepBatch();
  #events: RecordedEvent[] = [];
  #end: RunEnd | null = null;
  #progress: ProgressMessage | null = null;
  #mustLast = false;
  #timer: NodeJS.Timeout | undefined;
  /** The last try to write failed; the next one is due when the timer says, not at the next event. */
  #blocked = false;
  #abandoned = false;
  #mayLoseBulk = false;

  /** `onTrouble` hears of a store that cannot be written, once a failed try. */
  constructor(context: JobContext, run: RunId, onTrouble: (error: LabError) => void) {
    this.#context = context;
    this.#run = run;
    this.#onTrouble = onTrouble;
  }

  /** Median seconds of the last steps, NaN before the first. */
  get medianStepSeconds(): number {
    return this.#times.median;
  }

  take(event: RecordedEvent | StepsEvent | ProgressMessage): void {
    if (event.type === 'progress') this.#progress = event;
    else if (event.type === 'steps') {
      this.#steps.add(event.firstStep, event.losses, event.seconds);
      this.#times.add(event.firstStep, event.seconds);
    } else {
      this.#events.push(event);
      this.#mustLast ||= mustLast(event);
    }
    if (this.#isDue(event) && !this.#blocked) this.flush();
    else this.#schedule(this.#context.limits.batch);
  }

  #isDue(event: { readonly type: TrainerEvent['type'] }): boolean {
    // Documents are the one thing too big to pile up.
    if (this.#mustLast || event.type === 'documents') return true;
    return this.#steps.length >= this.#context.limits.batchSteps;
  }

  log(level: LogLine['level'], message: string): void {
    this.take({ type: 'log', at: new Date().toISOString(), level, message });
  }

  /** Ends the run in the store after everything before it. Resolves when it is there, or was abandoned. */
  end(state: RunState, error: ErrorMessage | null): Promise<void> {
    return new Promise((stored) => {
      this.#end = { state, error, stored };
      this.#mustLast = true;
      this.flush();
    });
  }

  /**
   * The run ends because the store cannot take more: what still does not fit beside its end is let go, but for
   * checkpoints, whose folders are there.
   */
  letGoOfBulk(): void {
    this.#mayLoseBulk = true;
  }

  /** Gives up what could not be written, for a lab that closes on a full disk. */
  abandon(): void {
    this.#abandoned = true;
    clearTimeout(this.#timer);
    this.#end?.stored();
  }

  /** Writes what waits, in the order it came. Never throws. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#abandoned) return;
    const [steps, events, end] = [this.#steps, this.#events, this.#end];
    try {
      if (steps.length > 0 || events.length > 0 || end !== null) this.#write(steps, events, end);
    } catch (error) {
      this.#afterFailure(error);
      return;
    }
    this.#blocked = false;
    this.#steps = new StepBatch();
    this.#events = [];
    this.#end = null;
    this.#mustLast = false;
    this.#tell(steps, events, end !== null);
    end?.stored();
  }

  #write(steps: StepBatch, events: readonly RecordedEvent[], end: RunEnd | null): void {
    const { store } = this.#context;
    const work = (): void => {
      this.#writeSteps(steps);
      for (const event of events) recordEvent(store, this.#run, event);
      if (end !== null) store.life.end(this.#run, end.state, end.error);
    };
    if (this.#mustLast) store.durably(work);
    else store.transaction(work);
  }

  #writeSteps(steps: StepBatch): void {
    const { store } = this.#context;
    for (const series of steps.series()) {
      store.metrics.append(this.#run, series.firstStep, series.losses, series.seconds);
    }
    if (steps.length === 0) return;
    store.life.setProgress(this.#run, { ...steps.summary(), secondsPerStep: this.#times.median });
  }

  /** Locked or full: wait and try again. Anything else is a bug in a batch that would never succeed: it is let go. */
  #afterFailure(error: unknown): void {
    const { limits, reportBug } = this.#context;
    this.#blocked = true;
    if (error instanceof LabError) {
      if (this.#mayLoseBulk && error.code !== 'busy') this.#loseBulk();
      this.#schedule(limits.retry);
      this.#onTrouble(error);
      return;
    }
    reportBug(error, `recording run ${this.#run}`);
    this.#steps = new StepBatch();
    this.#events = [];
    this.#schedule(limits.retry);
    this.#onTrouble(new LabError('io', 'the run’s results could not be recorded', { cause: error }));
  }

  /**
   * What is left is what must last. A checkpoint from beyond the record would leave a hole in a run that goes on from
   * it: while there is an older one, that one serves.
   */
  #loseBulk(): void {
    const { store } = this.#context;
    const recorded = store.runs.get(this.#run)?.summary.step ?? 0;
    const events = this.#events.filter(mustLast);
    const removed = events.flatMap((event) => (event.type === 'checkpoint-removed' ? [event.folder] : []));
    const hasOlder = store.checkpoints
      .of(this.#run)
      .some(({ folder, resumable }) => resumable && !removed.includes(folder));
    this.#steps = new StepBatch();
    this.#events = hasOlder
      ? events.filter((event) => event.type !== 'checkpoint' || event.step <= recorded)
      : events;
  }

  #tell(steps: StepBatch, events: readonly RecordedEvent[], ended: boolean): void {
    const { publish } = this.#context;
    const runId = this.#run;
    for (const { firstStep, losses, seconds } of steps.series()) {
      publish({ type: 'steps', runId, firstStep, losses, seconds });
    }
    for (const event of events) {
      if (event.type !== 'snapshot') continue;
      publish({ type: 'snapshot', runId, step: event.step, sequence: event.sequence });
    }
    if (events.some((event) => event.type === 'log')) publish({ type: 'log', runId });
    if (ended || events.some(changesRun)) publish({ type: 'runs-changed', runIds: [runId] });
    if (this.#progress !== null) publish({ type: 'progress', runId, progress: this.#progress });
    this.#progress = null;
  }

  #schedule(delay: number): void {
    this.#timer ??= setTimeout(() => this.flush(), delay);
  }
}
