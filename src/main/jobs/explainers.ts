import { CancelledError, fromErrorMessage } from '../../shared/errors.ts';
import type { ExplainAnswer, ExplainQuestion } from '../../shared/explain.ts';
import type { TrainerEvent } from '../../shared/trainerMessages.ts';
import type { JobContext } from './context.ts';
import type { Explained } from './explained.ts';
import { judgeEnd } from './processEnds.ts';
import { workOf } from './processWork.ts';
import { TrainerProcess } from './trainerProcess.ts';

/** Processes that stay at hand: two runs can be compared without starting one anew at every question. */
const keptProcesses = 2;
/** A process that is asked nothing is let go after this long, in ms. */
const idleMs = 5 * 60_000;
/** Before a process that was told to stop is ended, and again before it is killed. */
const graceMs = 5000;

type AnswerOf<Kind extends ExplainQuestion['kind']> = Extract<ExplainAnswer, { kind: Kind }>;

/**
 * The processes that answer questions about runs and datasets, one for each, started with its first question and kept for a while
 * with what they read: weights are read once, not at every click.
 */
export class Explainers {
  readonly #context: JobContext;
  /** In order of last use. */
  readonly #processes = new Map<string, ExplainProcess>();
  readonly #ending = new Set<Promise<void>>();
  #isClosed = false;

  constructor(context: JobContext) {
    this.#context = context;
  }

  /** Throws `LabError` for what cannot be answered, and what the process's end means if it dies of it. */
  async ask<Kind extends ExplainQuestion['kind']>(
    about: Explained,
    question: Extract<ExplainQuestion, { kind: Kind }>,
  ): Promise<AnswerOf<Kind>> {
    const answer = await this.#processOf(about).ask(question);
    if (answer.kind !== question.kind) throw new Error(`asked for ${question.kind}, answered ${answer.kind}`);
    return answer as AnswerOf<Kind>;
  }

  /** Ends every process; what is still asked is cancelled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const key of [...this.#processes.keys()]) this.#letGo(key);
    await Promise.all(this.#ending);
  }

  #processOf(about: Explained): ExplainProcess {
    if (this.#isClosed) throw new CancelledError();
    const { key } = about;
    const known = this.#processes.get(key);
    this.#processes.delete(key);
    const asked = known ?? this.#start(about);
    this.#processes.set(key, asked);
    const [oldest] = this.#processes.keys();
    if (this.#processes.size > keptProcesses && oldest !== undefined) this.#letGo(oldest);
    return asked;
  }

  #start(about: Explained): ExplainProcess {
    const { key } = about;
    const started = new ExplainProcess(this.#context, about, () => this.#letGo(key));
    const ended = started.ended.then(() => {
      this.#ending.delete(ended);
      if (this.#processes.get(key) === started) this.#processes.delete(key);
    });
    this.#ending.add(ended);
    return started;
  }

  #letGo(key: string): void {
    this.#processes.get(key)?.stop();
    this.#processes.delete(key);
  }
}

interface Asked {
  readonly resolve: (answer: ExplainAnswer) => void;
  readonly reject: (error: Error) => void;
}

class ExplainProcess {
  readonly ended: Promise<void>;
  readonly #trainer: TrainerProcess;
  readonly #asked = new Map<number, Asked>();
  readonly #onIdle: () => void;
  #next = 0;
  #failure: Error | undefined;
  /** Why nothing can be asked any more. */
  #over: Error | undefined;
  #idle: NodeJS.Timeout | undefined;
  #timers: NodeJS.Timeout[] = [];

  constructor({ store, folders, launch }: JobContext, about: Explained, onIdle: () => void) {
    const { experiment, datasetHash, classes } = about;
    const test = store.datasets.documents(datasetHash).filter(({ split }) => split === 'test');
    this.#onIdle = onIdle;
    this.#trainer = new TrainerProcess(
      launch(),
      {
        kind: 'explain',
        experiment,
        datasetHash,
        classes,
        testLabels: Int32Array.from(test, ({ label }) => label),
        folders,
      },
      (event) => this.#receive(event),
    );
    this.ended = this.#end();
  }

  ask(question: ExplainQuestion): Promise<ExplainAnswer> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    clearTimeout(this.#idle);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#trainer.send({ type: 'ask', id, question });
    });
  }

  stop(): void {
    this.#failure ??= new CancelledError();
    clearTimeout(this.#idle);
    this.#trainer.send({ type: 'stop' });
    this.#timers.push(setTimeout(() => this.#trainer.kill('SIGTERM'), graceMs));
    this.#timers.push(setTimeout(() => this.#trainer.kill('SIGKILL'), 2 * graceMs));
  }

  #receive(event: TrainerEvent): void {
    if (event.type === 'failed') this.#failure ??= fromErrorMessage(event.error);
    if (event.type !== 'answer' && event.type !== 'refused') return;
    const asked = this.#asked.get(event.id);
    this.#asked.delete(event.id);
    if (event.type === 'answer') asked?.resolve(event.answer);
    else asked?.reject(fromErrorMessage(event.error));
    if (this.#asked.size > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(this.#onIdle, idleMs);
    // Waiting for nothing must not keep the app alive.
    this.#idle.unref();
  }

  async #end(): Promise<void> {
    const end = await this.#trainer.ended;
    clearTimeout(this.#idle);
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#over = this.#failure ?? fromErrorMessage(judgeEnd(end, workOf('explain')).error);
    for (const { reject } of this.#asked.values()) reject(this.#over);
    this.#asked.clear();
  }
}
