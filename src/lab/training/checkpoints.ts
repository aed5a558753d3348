import { basename, dirname, resolve } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { Experiment } from '../../shared/experiment.ts';
import { sweepTemporary } from '../checkpoint/folders.ts';
import { KEPT_WHILE_TRAINING, keepNewestResumable, keepOnly } from '../checkpoint/keep.ts';
import type { CheckpointState } from '../checkpoint/state.ts';
import { writeCheckpoint } from '../checkpoint/write.ts';
import type { Engine } from '../engine/engine.ts';
import type { JobHooks } from './hooks.ts';
import { progressSender } from './progress.ts';

/**
 * When a run's checkpoints are written and which are kept. A checkpoint that cannot be written (a full disk) is said
 * in the log and never ends the run: the weights are still in memory.
 */
export class CheckpointKeeper {
  readonly #runDir: string;
  readonly #config: Experiment['checkpoints'];
  readonly #hooks: JobHooks;
  #savedStep: number | null = null;
  #savedAt = performance.now();
  #final: string | null = null;

  constructor(runDir: string, config: Experiment['checkpoints'], hooks: JobHooks) {
    this.#runDir = runDir;
    this.#config = config;
    this.#hooks = hooks;
  }

  /** Clears what processes that died while writing left in the run's folder. */
  async sweep(): Promise<void> {
    await sweepTemporary(this.#runDir);
  }

  /** Notes that the run goes on from a checkpoint: one of its own needs no second copy. */
  resumedFrom(folder: string, step: number): void {
    if (resolve(dirname(folder)) === resolve(this.#runDir)) this.#savedStep = step;
  }

  /** Whether the run asked for a checkpoint after this step; minutes count from the last one. */
  isDue(step: number, now: number): boolean {
    const { everySteps, everyMinutes } = this.#config;
    if (everySteps !== null && step % everySteps === 0) return true;
    return everyMinutes !== null && now - this.#savedAt >= everyMinutes * 60_000;
  }

  /** Writes what resuming needs, unless this step is on disk already, and keeps the last two. */
  async saveResumable(engine: Engine, state: () => CheckpointState): Promise<void> {
    if (this.#savedStep === engine.stepCount) return;
    this.#savedAt = performance.now();
    await this.#orWarn(async () => {
      await this.#write(engine, state(), true);
      this.#savedStep = engine.stepCount;
      await this.#tellRemoved(await keepNewestResumable(this.#runDir, KEPT_WHILE_TRAINING));
    });
  }

  /** Writes what a finished run keeps; what it no longer needs is still there. */
  async saveFinal(engine: Engine, state: () => CheckpointState): Promise<void> {
    const { keep } = this.#config;
    if (keep === 'none') return;
    await this.#orWarn(async () => {
      this.#final = await this.#write(engine, state(), keep === 'resumable');
    });
  }

  /** Removes all but that, once the run's end has been told; nothing if it could not be written. */
  async tidy(): Promise<void> {
    if (this.#config.keep !== 'none' && this.#final === null) return;
    await this.#orWarn(async () => this.#tellRemoved(await keepOnly(this.#runDir, this.#final)));
  }

  async #write(engine: Engine, state: CheckpointState, resumable: boolean): Promise<string> {
    const report = progressSender(this.#hooks.emit);
    const { onPoint, ...options } = this.#hooks.checkpointOptions ?? {};
    const written = await writeCheckpoint(this.#runDir, engine, state, resumable, {
      ...options,
      onPoint: (point, done, total) => {
        report({
          type: 'progress',
          stage: 'writing checkpoint',
          done,
          total: point === 'done' ? done : total,
          unit: 'bytes',
        });
        onPoint?.(point, done, total);
      },
    });
    await this.#hooks.emit({ type: 'checkpoint', ...written });
    return written.folder;
  }

  async #tellRemoved(folders: readonly string[]): Promise<void> {
    for (const folder of folders) await this.#hooks.emit({ type: 'checkpoint-removed', folder });
  }

  async #orWarn(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      await this.#hooks.log('warn', `no checkpoint in ${basename(this.#runDir)}: ${error.sentence}`);
    }
  }
}
