import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { entryFile } from '../../lab/resources.ts';
import type { TrainerCommand, TrainerEvent, TrainerJob } from '../../shared/trainerMessages.ts';
import { nodeExecutable } from './nodeExecutable.ts';
import { trainerEnv } from './trainerEnv.ts';
import { parseTrainerEvent } from './trainerEvents.ts';

/** What a trainer process is started from. */
export interface TrainerLaunch {
  /** Absolute path of the Node that runs it. */
  readonly node: string;
  /** Absolute path of its entry file. */
  readonly entry: string;
}

/** The trainer that comes with this app. `entry` may name another for tests. */
export function trainerLaunch(entry?: string): TrainerLaunch {
  const own = fileURLToPath(entryFile(import.meta.url, '../../trainer/trainer.ts'));
  return { node: nodeExecutable(), entry: entry ?? own };
}

/** How a process ended, as the system tells it. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last 64 kB of what it wrote there. */
  readonly stderr: string;
  /** Set if it could not be started, or said what no trainer says: a bug, not a training that failed. */
  readonly problem: Error | null;
}

const keptStderr = 64 * 1024;
/** After its exit a grandchild may hold the pipes open; what is not read by then is let go. */
const drainMs = 5000;

/** A small young generation: reading documents would grow it to tens of megabytes that the whole run then keeps. */
const nodeFlags: readonly string[] = ['--max-semi-space-size=2'];

/** One job in one process. It is sent its job at once; events arrive in order, all of them before `ended` resolves. */
export class TrainerProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  #stderr = '';
  #problem: Error | null = null;

  constructor(launch: TrainerLaunch, job: TrainerJob, onEvent: (event: TrainerEvent) => void) {
    this.#child = spawn(launch.node, [...nodeFlags, launch.entry], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      env: trainerEnv(process.env),
      windowsHide: true,
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-keptStderr);
    });
    this.#child.on('message', (message: unknown) => this.#receive(message, onEvent));
    this.ended = this.#end();
    this.send({ type: 'start', job });
  }

  /** Undefined if it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** An intent for the job; without effect once the process has gone. */
  send(command: TrainerCommand): void {
    if (!this.#child.connected) return;
    // The callback takes the error of a process that goes in this moment: its end tells the story.
    this.#child.send(command, () => undefined);
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#child.kill(signal);
  }

  #receive(message: unknown, onEvent: (event: TrainerEvent) => void): void {
    if (this.#problem !== null) return;
    try {
      onEvent(parseTrainerEvent(message));
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
      this.kill('SIGKILL');
    }
  }

  #end(): Promise<ProcessEnd> {
    return new Promise((resolve) => {
      const child = this.#child;
      let drain: NodeJS.Timeout | undefined;
      const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
        clearTimeout(drain);
        // Messages read together with the channel's end are handed out on the next ticks.
        setImmediate(() => resolve({ code, signal, stderr: this.#stderr, problem: this.#problem }));
      };
      child.once('error', (error) => {
        if (child.pid !== undefined) return;
        this.#problem = error;
        finish(null, null);
      });
      child.once('exit', (code, signal) => {
        drain = setTimeout(() => finish(code, signal), drainMs);
      });
      child.once('close', finish);
    });
  }
}
